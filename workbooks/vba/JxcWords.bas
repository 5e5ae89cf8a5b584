Option Explicit

' What people read, from the catalogue of translations. The editor keeps text in the machine's
' code page, so the text here is ASCII: any other character stands as \u and four hexadecimal
' digits. The functions below Decoded are generated when the workbook is built.

Public Function Decoded(ByVal text As String) As String
    Dim place As Long
    place = InStr(text, "\u")
    Do While place > 0
        text = Left$(text, place - 1) & ChrW$(CLng("&H" & Mid$(text, place + 2, 4))) & _
            Mid$(text, place + 6)
        place = InStr(place + 1, text, "\u")
    Loop
    Decoded = text
End Function
