' Stands in for xlwings in LibreOffice, which runs nothing of a project with the real one. Writes
' what it is asked to do into column A of the sheet _jxc from row 101 on; cell B100 says what is
' there: "server", "server fails", "server refuses", "python", "python alone" (without our program),
' or nothing.

Public Sub Noted(ByVal what As String)
    Dim row As Long
    row = 101
    Do While ThisWorkbook.Sheets("_jxc").Cells(row, 1).Value <> ""
        row = row + 1
    Loop
    ThisWorkbook.Sheets("_jxc").Cells(row, 1).Value = what
End Sub

Public Function Told() As String
    Told = ThisWorkbook.Sheets("_jxc").Range("B100").Value
End Function

Public Function XLPy() As Variant
    If Left$(Told(), 6) = "server" Then
        Set XLPy = New StubServer
    Else
        Err.Raise 1000, "xlwings", "no server"
    End If
End Function

Public Function WScript(Optional CreateNew As Boolean) As Object
    Set WScript = New StubServer
End Function

' FileExists is LibreOffice's own, so the file must be one that is there, or not.
Public Function GetConfig(configKey As String, Optional default As String = "") As Variant
    If Left$(Told(), 6) = "python" And configKey = "INTERPRETER_WIN" Then
        GetConfig = "/bin/sh"
    Else
        GetConfig = "/nowhere/" & configKey
    End If
End Function

Public Function RunPython(PythonCommand As String)
    Noted "RunPython " & PythonCommand
End Function

Public Function ExecuteWindows(IsFrozen As Boolean, PythonCommand As String, PYTHON_WIN As String, _
    Optional PYTHONPATH As String, Optional FrozenArgs As String) As Integer
    Noted "started " & PYTHON_WIN
    Noted PYTHONPATH
    Noted PythonCommand
End Function
