"""Every story in this folder, told on a workbook in memory and a real ledger."""

from pathlib import Path

import pytest

from tests.scenarios.story import SHOP, tell

STORIES = sorted(set(Path(__file__).parent.glob("*.md")) - {SHOP})


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_ends_with_the_figures_worked_out_by_hand(path: Path, tmp_path: Path) -> None:
    """What is typed and clicked gives the stock and the costs that the story says."""
    tell(path.read_text(encoding="utf-8"), tmp_path)


def test_a_story_that_is_wrong_fails(tmp_path: Path) -> None:
    """A runner that compared nothing would be content with anything."""
    story = STORIES[0].read_text(encoding="utf-8")
    with pytest.raises(AssertionError):
        tell(f"{story}\n## 库存\n| 商品编码 | 库存数量 |\n|-|-|\n| 笔 | 99 |\n", tmp_path)
