"""Let the runner of the stories say what differs, as tests do."""

import pytest

pytest.register_assert_rewrite("tests.scenarios.story")
