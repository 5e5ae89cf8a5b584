Option Explicit

' The worksheet functions: JXC_STOCK and its sisters, which are generated below when the workbook
' is built. Python has the figures; here cells become values, and errors errors.

' What stands before an error that Python gives instead of a figure.
Private Const MARK As Long = 1

Private Const NOT_AVAILABLE As Long = 2042
Private Const WRONG_VALUE As Long = 2015
Private Const DIVIDED_BY_ZERO As Long = 2007

Private Const IN_FORMULAS As Long = -4123
Private Const A_PART As Long = 2

Private wasAsked As Boolean

' Ask Python; on failure an error that no sum passes over, or a sentence if one is wanted.
Private Function JxcAnswer(ByVal question As Variant, ByVal explains As Boolean) As Variant
    Dim server As Object
    wasAsked = True
    On Error GoTo Failed
    Set server = JxcServer()
    If Not server Is Nothing Then
        JxcAnswer = JxcFigures(server.CallUDF("jxc_xl.excel_functions", "answer", question, _
            ThisWorkbook, Application.Caller))
    ElseIf explains Then
        JxcAnswer = WordsNoServer()
    Else
        JxcAnswer = CVErr(NOT_AVAILABLE)
    End If
    Exit Function
Failed:
    If explains Then
        JxcAnswer = JxcLastLine(Err.Description)
    Else
        JxcAnswer = CVErr(WRONG_VALUE)
    End If
End Function

' The value of an argument: nothing, a value, or the values of a range.
Private Function JxcCells(Optional ByVal given As Variant) As Variant
    Dim cells As Object
    If IsMissing(given) Then
        JxcCells = Empty
    ElseIf TypeName(given) = "Range" Then
        Set cells = given
        JxcCells = cells.Value
    Else
        JxcCells = given
    End If
End Function

' The cell behind a defined name of this workbook.
Private Function JxcNamed(ByVal name As String) As String
    On Error Resume Next
    JxcNamed = CStr(ThisWorkbook.Names(name).RefersToRange.Value)
End Function

Private Function JxcFigures(ByVal found As Variant) As Variant
    Dim row As Long
    Dim column As Long
    If Not IsArray(found) Then
        JxcFigures = JxcFigure(found)
        Exit Function
    End If
    For row = LBound(found, 1) To UBound(found, 1)
        If JxcHasColumns(found) Then
            For column = LBound(found, 2) To UBound(found, 2)
                found(row, column) = JxcFigure(found(row, column))
            Next column
        Else
            found(row) = JxcFigure(found(row))
        End If
    Next row
    JxcFigures = found
End Function

Private Function JxcHasColumns(ByVal found As Variant) As Boolean
    Dim last As Long
    On Error Resume Next
    last = UBound(found, 2)
    JxcHasColumns = (Err.Number = 0)
End Function

Private Function JxcFigure(ByVal found As Variant) As Variant
    JxcFigure = found
    If VarType(found) <> vbString Then Exit Function
    Select Case found
        Case Chr$(MARK) & "#N/A": JxcFigure = CVErr(NOT_AVAILABLE)
        Case Chr$(MARK) & "#VALUE!": JxcFigure = CVErr(WRONG_VALUE)
        Case Chr$(MARK) & "#DIV/0!": JxcFigure = CVErr(DIVIDED_BY_ZERO)
    End Select
End Function

' After a click the ledger may answer otherwise, and Excel cannot know that: calculate again the
' cells that ask it, if any did.
Public Sub JxcAskAgain()
    Dim sheet As Object
    Dim cell As Object
    Dim first As String
    On Error Resume Next
    If Not wasAsked Then Exit Sub
    For Each sheet In ThisWorkbook.Worksheets
        Set cell = Nothing
        Set cell = sheet.UsedRange.Find("JXC_", , IN_FORMULAS, A_PART)
        first = ""
        Do Until cell Is Nothing
            If cell.Address = first Then Exit Do
            If first = "" Then first = cell.Address
            cell.Dirty
            Set cell = sheet.UsedRange.FindNext(cell)
        Loop
    Next sheet
End Sub

' Tell the function wizard what a function gives and takes.
Private Sub JxcDescribe(ByVal name As String, ByVal text As String, ByVal arguments As Variant)
    Dim saved As Boolean
    On Error Resume Next
    saved = ThisWorkbook.Saved
    Application.MacroOptions Macro:="'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & name, _
        Description:=text, Category:=WordsTitle(), ArgumentDescriptions:=arguments
    ThisWorkbook.Saved = saved
End Sub
