"""How many random cases a test looks at: so many times what the profile in force asks for."""

from hypothesis import settings


def examples(share: float, *, steps: int | None = None) -> settings:
    """``share`` times the cases of the profile (see ``conftest``), of ``steps`` steps each.

    A test that fixed its number would look at no more of them when it is asked to explore.
    """
    profile = settings()
    return settings(
        max_examples=round(share * profile.max_examples),
        stateful_step_count=steps or profile.stateful_step_count,
    )
