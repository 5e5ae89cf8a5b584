"""采购计划: from 补货建议 to draft orders, within a budget."""
