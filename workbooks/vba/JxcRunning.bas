Option Explicit

' What happens around the one line of Python that a button runs. All that a person can read is
' in JxcWords, all that a button does is in Python.

' Where xlwings.conf, a sheet of this workbook, says which Python to use.
Private Const INTERPRETER As String = "INTERPRETER_WIN"

' How long a cell that is being edited is waited for.
Private Const SECONDS_TO_WAIT As Long = 5

' What the names of our own errors in Python begin with.
Private Const OURS As String = "jxc_xl."

' Python's last word where nobody can be told but by what xlwings shows: no more than the reason.
Private Const SHORT_FAILURE As String = _
    "import sys; sys.excepthook = lambda *error: print(error[1], file=sys.stderr); "

Private Const HIDDEN As Long = 0
Private Const EXCLAMATION As Long = 48
Private Const ON_TOP As Long = 4096

Private atWork As Boolean

' Run a line of Python; afterwards Excel is as it was, whatever happened.
Public Sub JxcRun(ByVal command As String)
    Dim before As Variant
    Dim reason As String
    If atWork Then
        Application.StatusBar = WordsAtWork()
        Exit Sub
    End If
    If Not JxcNoCellIsEdited() Then
        JxcSay WordsEditing()
        Exit Sub
    End If
    atWork = True
    before = JxcState()
    On Error GoTo Failed
    JxcCallPython JxcLanguageLine() & command
    JxcAskAgain
Finish:
    On Error Resume Next
    JxcPutBack before
    atWork = False
    Exit Sub
Failed:
    reason = JxcLastLine(Err.Description)
    If Left$(reason, Len(OURS)) = OURS Then
        ' A sentence for people, after the name of its class.
        JxcSay Mid$(reason, InStr(reason, ": ") + 2)
    Else
        JxcSay WordsFailed() & vbCrLf & vbCrLf & reason
    End If
    Resume Finish
End Sub

' Ask the server that jxc open has started; without one start Python for this click alone.
Private Sub JxcCallPython(ByVal command As String)
    Dim server As Object
    If JxcOnMac() Then
        RunPython SHORT_FAILURE & command
        Exit Sub
    End If
    Set server = JxcServer()
    If Not server Is Nothing Then
        server.SetAttr server.Module("xlwings._xlwindows"), "BOOK_CALLER", ThisWorkbook
        server.Exec command
    Else
        JxcStartPython command
    End If
End Sub

' The server, or Nothing, as always on macOS. It is asked for at every click: it may have ended, or
' come since.
Public Function JxcServer() As Object
    On Error Resume Next
    Set JxcServer = XLPy()
    If Err.Number <> 0 Then Set JxcServer = Nothing
End Function

Private Sub JxcStartPython(ByVal command As String)
    Dim python As String
    Dim book As String
    python = GetConfig(INTERPRETER)
    If Not FileExists(python) Then
        JxcSay WordsNoPython()
        Exit Sub
    End If
    If Not JxcHasProgram(python) Then
        JxcSay WordsNoProgram()
        Exit Sub
    End If
    ' As xlwings wants it: whether to look for code beside the workbook, the workbook as the
    ' active one and as the one that calls, three places of OneDrive, and more folders.
    book = ThisWorkbook.FullName
    ExecuteWindows False, SHORT_FAILURE & command, python, "false;" & book & ";" & book & ";;;"
End Sub

' Whether a Python has the program; looked at once, for it costs a start.
Private Function JxcHasProgram(ByVal python As String) As Boolean
    Static known As String
    If python <> known Then
        If WScript().Run("""" & python & """ -c ""import jxc_xl""", HIDDEN, True) = 0 Then known = python
    End If
    JxcHasProgram = (python = known)
End Function

' Excel takes no setting while a cell is being edited. Wait for its end, but not for ever.
Private Function JxcNoCellIsEdited() As Boolean
    Dim latest As Date
    On Error Resume Next
    latest = Now + TimeSerial(0, 0, SECONDS_TO_WAIT)
    JxcNoCellIsEdited = JxcTakesSettings()
    Do Until JxcNoCellIsEdited Or Now > latest
        Application.StatusBar = WordsEditing()
        DoEvents
        JxcNoCellIsEdited = JxcTakesSettings()
    Loop
End Function

Private Function JxcTakesSettings() As Boolean
    On Error Resume Next
    Application.Interactive = True
    JxcTakesSettings = (Err.Number = 0)
End Function

Private Function JxcState() As Variant
    JxcState = Array(Application.ScreenUpdating, Application.Calculation, _
        Application.EnableEvents, Application.DisplayAlerts)
End Function

Private Sub JxcPutBack(ByVal before As Variant)
    On Error Resume Next
    ' Each only where it differs: setting the calculation calculates.
    If Application.Calculation <> before(1) Then Application.Calculation = before(1)
    If Application.EnableEvents <> before(2) Then Application.EnableEvents = before(2)
    If Application.DisplayAlerts <> before(3) Then Application.DisplayAlerts = before(3)
    If Application.ScreenUpdating <> before(0) Then Application.ScreenUpdating = before(0)
    Application.Interactive = True
End Sub

' What Python says last is the reason; what stands above it is for programmers.
Public Function JxcLastLine(ByVal text As String) As String
    Dim lines As Variant
    Dim number As Long
    lines = Split(Replace(text, vbCr, ""), vbLf)
    For number = UBound(lines) To 0 Step -1
        JxcLastLine = Trim$(lines(number))
        If JxcLastLine <> "" Then Exit Function
    Next number
End Function

' Say something in a dialog. MsgBox knows only the characters of the machine's code page, so on
' Windows the script host shows it.
Private Sub JxcSay(ByVal message As String)
    On Error Resume Next
    Application.StatusBar = False
    If Not JxcOnMac() Then
        Err.Clear
        WScript().Popup message, 0, WordsTitle(), EXCLAMATION + ON_TOP
        If Err.Number = 0 Then Exit Sub
    End If
    MsgBox message, EXCLAMATION, WordsTitle()
End Sub

Private Function JxcOnMac() As Boolean
    JxcOnMac = InStr(Application.OperatingSystem, "Mac") > 0
End Function

' Let a key with Ctrl and Alt run a Sub of this workbook, whatever other workbooks are open.
Public Sub JxcKey(ByVal letter As String, ByVal procedure As String)
    On Error Resume Next
    Application.OnKey "^%" & letter, "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & procedure
End Sub

' Give a key back to Excel.
Public Sub JxcNoKey(ByVal letter As String)
    On Error Resume Next
    Application.OnKey "^%" & letter
End Sub
