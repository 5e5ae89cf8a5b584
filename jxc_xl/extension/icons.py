"""The icons of the buttons, drawn for this program; :mod:`jxc_xl.extension.drawing` reads them."""

from typing import Final

ICONS: Final = {
    # A sheet with lines, and a magnifying glass over it.
    "check": """
        #5B7FA6 box 2 1 18 24
        #FFFFFF box 3.6 2.6 16.4 22.4
        #9DB3CC box 5.5 6 14.5 7.6
        #9DB3CC box 5.5 10 14.5 11.6
        #9DB3CC box 5.5 14 11 15.6
        #C55A11 line 3.4 19.5 20 24 24.5
        #C55A11 disc 16 16 6.2
        #EAF3FC disc 16 16 4.1
    """,
    # An open book and a tick on it.
    "post": """
        #2E75B6 area 1 4 12 6 13 7 14 6 25 4 25 22 14 24 13 25 12 24 1 22
        #FFFFFF area 3 6.2 12 8 12 21.8 3 20
        #FFFFFF area 23 6.2 14 8 14 21.8 23 20
        #FFFFFF line 6.5 6.5 11.5 11.5 17 23.5 2.8
        #2F8F3A line 4 6.5 11.5 11.5 17 23.5 2.8
    """,
    # A funnel with a cross.
    "wrong": """
        #5B7FA6 area 1 2 23 2 14.5 12 14.5 23 9.5 19.5 9.5 12
        #DCE8F5 area 4.6 4 19.4 4 12.6 11.8 12.6 19 11.4 18.2 11.4 11.8
        #FFFFFF disc 19.5 19.5 6.5
        #C00000 line 3.4 16.2 16.2 23 23
        #C00000 line 3.4 23 16.2 16.2 23
    """,
    # A card with a face, and a plus on it.
    "add_masters": """
        #5B7FA6 box 1 3 22 21
        #FFFFFF box 2.6 4.6 20.4 19.4
        #9DB3CC disc 7.5 9.5 2.6
        #9DB3CC area 3.8 17 5 13.6 10 13.6 11.2 17
        #9DB3CC box 13 8 18.5 9.6
        #9DB3CC box 13 12 18.5 13.6
        #FFFFFF disc 19.5 19.5 6.5
        #2F8F3A disc 19.5 19.5 5.5
        #FFFFFF line 1.8 16.6 19.5 22.4 19.5
        #FFFFFF line 1.8 19.5 16.6 19.5 22.4
    """,
    # A sheet crossed out by an arrow that turns back.
    "reverse": """
        #5B7FA6 box 8 1 24 21
        #FFFFFF box 9.6 2.6 22.4 19.4
        #9DB3CC box 12 6 20 7.6
        #9DB3CC box 12 10 20 11.6
        #FFFFFF line 6 5 16.5 15 16.5 19 19.5 18 23.5 12 23.5
        #C00000 line 3.2 4 16.5 15 16.5 18.6 19 17.4 23 10 23
        #C00000 area 0.5 16.5 8 10.5 8 22.5
    """,
    # A list, and an arrow that leads out of it into a new row.
    "fulfil": """
        #5B7FA6 box 1 1 16 19
        #FFFFFF box 2.6 2.6 14.4 17.4
        #9DB3CC box 4.6 5.4 12.4 7
        #9DB3CC box 4.6 9.4 12.4 11
        #9DB3CC box 4.6 13.4 9 15
        #2F8F3A line 3 8 18 8 22.4 16 22.4
        #2F8F3A area 15 17.6 25 22.4 15 25.6
    """,
    # A list under a closed lid with a stop sign.
    "close_order": """
        #5B7FA6 box 2 1 18 23
        #FFFFFF box 3.6 2.6 16.4 21.4
        #2F8F3A line 1.8 5.4 6.6 6.8 8 9.4 4.8
        #9DB3CC box 11 5.6 14.8 7.2
        #9DB3CC box 5.4 11 14.8 12.6
        #C00000 disc 18.4 18.4 6.8
        #FFFFFF box 14.6 17 22.2 19.8
    """,
    # A sheet with a line crossed out, and a pencil that writes another.
    "amend": """
        #5B7FA6 box 2 1 18 24
        #FFFFFF box 3.6 2.6 16.4 22.4
        #9DB3CC box 5.5 6 14.5 7.6
        #9DB3CC box 5.5 18 11 19.6
        #C00000 line 2 5 12 15 12
        #FFFFFF line 6.6 11.5 20.5 22 10
        #E0A030 line 4.4 12.5 19.5 22 10
        #7F6000 area 9 23.5 10 18 14.5 22.5
    """,
    # Scales.
    "verify": """
        #7F6000 line 2.4 13 3 13 22
        #7F6000 line 2.4 4 6.5 22 6.5
        #7F6000 box 7 22 19 24.4
        #B08A1A line 1.4 4.5 6.5 1.8 15 7.8 15 4.5 6.5
        #B08A1A line 1.4 21.5 6.5 18.2 15 24.2 15 21.5 6.5
        #D9A300 area 0.6 14.5 9 14.5 7.4 18 2.2 18
        #D9A300 area 17 14.5 25.4 14.5 23.8 18 18.6 18
    """,
    # Two sheets with an equals sign crossed out between them.
    "reconcile": """
        #5B7FA6 box 1 3 11 23
        #FFFFFF box 2.6 4.6 9.4 21.4
        #9DB3CC box 4 8 8 9.6
        #9DB3CC box 4 12 8 13.6
        #9DB3CC box 4 16 8 17.6
        #2F8F3A box 15 3 25 23
        #FFFFFF box 16.6 4.6 23.4 21.4
        #8FC796 box 18 8 22 9.6
        #8FC796 box 18 12 22 13.6
        #8FC796 box 18 16 22 17.6
        #FFFFFF disc 13 13 5.4
        #C55A11 line 1.8 10.2 11.4 15.8 11.4
        #C55A11 line 1.8 10.2 14.8 15.8 14.8
        #C55A11 line 1.6 15 9 11 17.2
    """,
    # A row of a sheet into which an arrow brings something back.
    "put_back": """
        #5B7FA6 box 1 14 25 25
        #FFFFFF box 2.6 15.6 23.4 23.4
        #9DB3CC box 9 15.6 10.4 23.4
        #9DB3CC box 16 15.6 17.4 23.4
        #2E75B6 line 3.2 22 4 13 4 13 9
        #2E75B6 area 8 8.4 18 8.4 13 15.4
    """,
    # A board with a list, of which two lines are ticked off.
    "stocktake": """
        #8A5A2B box 3 3 23 25
        #FFFFFF box 5 6 21 23
        #7F8A96 box 8.6 1 17.4 5
        #2F8F3A line 1.8 6.4 10 8 11.6 11 8.4
        #2F8F3A line 1.8 6.4 15 8 16.6 11 13.4
        #9DB3CC box 13 9.4 19.4 11
        #9DB3CC box 13 14.4 19.4 16
        #9DB3CC box 13 19.4 19.4 21
        #5B7FA6 box 7 18.4 10.4 21.8
        #FFFFFF box 8 19.4 9.4 20.8
    """,
    # The board with the list, and an arrow that brings it back.
    "read_count": """
        #8A5A2B box 3 3 19 25
        #FFFFFF box 5 6 17 23
        #7F8A96 box 7.6 1 14.4 5
        #9DB3CC box 7 9 15 10.6
        #9DB3CC box 7 13 15 14.6
        #9DB3CC box 7 17 11 18.6
        #2F8F3A line 2.4 24 16 15 16
        #2F8F3A area 17 11.4 17 20.6 11 16
    """,
    # A leaf of a calendar with a lock on it.
    "close": """
        #5B7FA6 box 1 3 21 23
        #FFFFFF box 2.6 8 19.4 21.4
        #C00000 box 2.6 4.6 19.4 7
        #9DB3CC box 5 10.5 8 13
        #9DB3CC box 10 10.5 13 13
        #9DB3CC box 5 15.5 8 18
        #FFFFFF disc 18.5 18 7.6
        #7F6000 line 2 15.5 17 15.5 14 18.5 11.6 21.5 14 21.5 17
        #D9A300 box 13 16.5 24 25
        #7F6000 disc 18.5 20.5 1.6
    """,
    # The same with the lock open.
    "reopen": """
        #5B7FA6 box 1 3 21 23
        #FFFFFF box 2.6 8 19.4 21.4
        #2F8F3A box 2.6 4.6 19.4 7
        #9DB3CC box 5 10.5 8 13
        #9DB3CC box 10 10.5 13 13
        #9DB3CC box 5 15.5 8 18
        #FFFFFF disc 18.5 18 7.6
        #7F6000 line 2 15.5 17 15.5 10 18.5 7.6 21.5 10
        #D9A300 box 13 16.5 24 25
        #7F6000 disc 18.5 20.5 1.6
    """,
    # A chart of three columns with an arrow over it.
    "recompute": """
        #2E75B6 box 5 14 9 22
        #2F8F3A box 11 10 15 22
        #D9A300 box 17 6 21 22
        #7F8A96 line 2 3 23.5 23 23.5
        #5B7FA6 line 2.4 3 11 6 5 13 2.6 18 3.4
        #5B7FA6 line 2.4 14.6 0.8 18.4 3.4 15 6.6
    """,
    # A line that rises and falls, and goes on.
    "trend": """
        #5B7FA6 line 1.6 2.5 2 2.5 23.5 24 23.5
        #2E75B6 line 2.6 5 19 10 11 15 15
        #E0A030 line 2.8 15 15 23 4
    """,
    # Three boxes on each other.
    "stock": """
        #8A5A2B box 7 2 19 12.4
        #E0A85A box 8.4 3.4 17.6 11
        #8A5A2B box 11.8 3.4 14.2 7
        #8A5A2B box 1 13 12.6 24
        #E0A85A box 2.4 14.4 11.2 22.6
        #8A5A2B box 5.6 14.4 8 18
        #8A5A2B box 13.4 13 25 24
        #E0A85A box 14.8 14.4 23.6 22.6
        #8A5A2B box 18 14.4 20.4 18
    """,
    # A shopping list with ticks, and coins beside it.
    "plan": """
        #5B7FA6 box 1 1 17 24
        #FFFFFF box 2.6 2.6 15.4 22.4
        #2F8F3A line 1.8 4.4 6.6 5.8 8 8.2 5
        #9DB3CC box 9.6 6 13.6 7.6
        #2F8F3A line 1.8 4.4 12.6 5.8 14 8.2 11
        #9DB3CC box 9.6 12 13.6 13.6
        #9DB3CC box 4.6 17.6 11 19.2
        #FFFFFF disc 18.6 18 7.6
        #B08A1A disc 18.6 18 6.6
        #F2C94C disc 18.6 18 5.2
        #7F6000 line 1.6 16.2 15 18.6 18 21 15
        #7F6000 line 1.6 18.6 18 18.6 21.8
        #7F6000 line 1.4 16.2 18.8 21 18.8
    """,
    # A drum of data, and an arrow that leads away from it.
    "backup": """
        #5B7FA6 box 2 3 16 23
        #9DB3CC box 3.6 4.6 14.4 7
        #FFFFFF box 3.6 9 14.4 12.4
        #FFFFFF box 3.6 14.4 14.4 17.8
        #2F8F3A line 2.6 13 19 22 19
        #2F8F3A area 20 14 20 24 25.4 19
    """,
    # The same, and an arrow that leads to it.
    "restore": """
        #5B7FA6 box 2 3 16 23
        #9DB3CC box 3.6 4.6 14.4 7
        #FFFFFF box 3.6 9 14.4 12.4
        #FFFFFF box 3.6 14.4 14.4 17.8
        #C55A11 line 2.6 16 19 25 19
        #C55A11 area 17.6 14 17.6 24 12.2 19
    """,
    # A sheet of paper that goes into a table.
    "import": """
        #5B7FA6 box 1 12 25 25
        #FFFFFF box 2.6 17 23.4 23.4
        #9DB3CC box 9 17 10.4 23.4
        #9DB3CC box 16 17 17.4 23.4
        #7F8A96 box 8 1 18 9
        #FFFFFF box 9.4 2.4 16.6 9
        #2E75B6 line 2.6 13 5 13 11
        #2E75B6 area 8.4 10 17.6 10 13 16
    """,
    # Two rows that become one.
    "merge": """
        #5B7FA6 box 1 3 12 9
        #5B7FA6 box 1 17 12 23
        #FFFFFF box 2.6 4.6 10.4 7.4
        #FFFFFF box 2.6 18.6 10.4 21.4
        #2F8F3A line 2.2 13 6 17 6 17 11
        #2F8F3A line 2.2 13 20 17 20 17 15
        #2F8F3A box 15 10 25 16
        #FFFFFF box 16.6 11.6 23.4 14.4
    """,
    # Three sliders.
    "settings": """
        #7F8A96 line 2.4 3 5.5 23 5.5
        #7F8A96 line 2.4 3 13 23 13
        #7F8A96 line 2.4 3 20.5 23 20.5
        #2E75B6 disc 17 5.5 3.6
        #FFFFFF disc 17 5.5 1.6
        #2E75B6 disc 8 13 3.6
        #FFFFFF disc 8 13 1.6
        #2E75B6 disc 14 20.5 3.6
        #FFFFFF disc 14 20.5 1.6
    """,
    # A question mark in a circle.
    "help": """
        #2E75B6 disc 13 13 12
        #FFFFFF line 3 8.8 10 9.2 7.8 11 6.2 13.2 5.8 15.6 6.6 17 8.8 16.4 11.2 13.2 13.4 13 16
        #FFFFFF disc 13 20.4 1.9
    """,
}
"""By the button's id."""
