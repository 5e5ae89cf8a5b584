"""What every ``jxc`` command shares: options, languages, wrong use, exit statuses.

All that click itself would say in English is said here, in the language in force.
"""

import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from jxc_xl.console import show, show_failure, unexpected
from jxc_xl.errors import CannotWork, JxcError, UsageError
from jxc_xl.i18n import N_, set_language
from jxc_xl.i18n import gettext as _

if TYPE_CHECKING:
    from jxc_xl.services.report import Report

_HOSTS = ("file", "libreoffice", "excel")
_HOST = "jxc_xl.host"
_JSON = "jxc_xl.json"


def wanted_host() -> str | None:
    """The host that the running command was told to use, None if it was told nothing."""
    host: str | None = click.get_current_context().meta[_HOST]
    return host


def wants_json() -> bool:
    """Tell whether the running command prints for machines."""
    return bool(click.get_current_context().meta[_JSON])


class Option(click.Option):
    """An option whose help is said in the language in force."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Translate just before showing."""
        record = super().get_help_record(ctx)
        return (record[0], _(self.help)) if record and self.help else record


class _Helpful(click.Command):
    """A command whose help is said in the language in force."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show how the command is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage:") + " ")

    def format_help_text(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Translate the description."""
        if self.help:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(_(self.help))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the options."""
        records = [
            record
            for option in self.get_params(ctx)
            if isinstance(option, click.Option) and (record := option.get_help_record(ctx))
        ]
        with formatter.section(_("Options")):
            formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Translate what ``--help`` itself does."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this text and do nothing else.")
        return option


class Command(_Helpful):
    """A command with the common options; it runs a service and shows its report."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += [
            Option(["--json", "as_json"], is_flag=True, help=N_("Print one JSON object.")),
            Option(["--lang"], type=click.Choice(["zh", "en"]), help=N_("Language of the texts.")),
            Option(
                ["--host"],
                type=click.Choice(_HOSTS),
                help=N_("The program that works on the workbook; else the one that has it open."),
            ),
        ]

    def get_short_help_str(self, _limit: int = 45) -> str:
        """Translate the line in the list of commands."""
        return _(self.help).split("\n")[0] if self.help else ""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, print its report, end with its exit status."""
        options = {name: ctx.params.pop(name) for name in ("as_json", "lang", "host")}
        set_language(options["lang"] or "zh")
        ctx.meta[_HOST] = options["host"]
        ctx.meta[_JSON] = options["as_json"]
        ctx.exit(_run(ctx, super().invoke, options["as_json"]))


def _run(ctx: click.Context, invoke: Callable[[click.Context], "Report"], as_json: bool) -> int:
    name = ctx.info_name or ""
    try:
        return show(invoke(ctx), as_json=as_json)
    except JxcError as error:
        return show_failure(name, error, as_json=as_json)
    except BrokenPipeError:
        raise  # whoever reads has seen enough; click ends quietly
    except KeyboardInterrupt:
        return show_failure(name, CannotWork(_("Stopped.")), as_json=as_json)
    except Exception as error:  # noqa: BLE001 - nobody at the counter can use a traceback
        return show_failure(name, unexpected(error), as_json=as_json)


class Group(_Helpful, click.Group):
    """The group of all commands, in the order in which they are declared."""

    command_class = Command

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Keep the order of a clerk's day."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the options and the commands."""
        super().format_options(ctx, formatter)
        with formatter.section(_("Commands")):
            formatter.write_dl(
                [(name, command.get_short_help_str()) for name, command in self.commands.items()]
            )

    def main(self, args: Sequence[str] | None = None, *others: Any, **options: Any) -> Any:
        """Run one command and leave the program with its exit status.

        Wrong use is told in the language that was asked for, and as JSON where that was.
        """
        words = sys.argv[1:] if args is None else list(args)
        english = "--lang=en" in words or ("--lang", "en") in pairwise(words)
        set_language("en" if english else "zh")
        options["standalone_mode"] = False
        try:
            status = super().main(args, *others, **options)
        except click.exceptions.NoArgsIsHelpError as nothing:
            nothing.show()
            status = nothing.exit_code
        except click.UsageError as error:
            name = self.name if error.ctx is None else error.ctx.info_name
            status = show_failure(name or "", _wrong_use(error), as_json="--json" in words)
        sys.exit(status)


def _wrong_use(error: click.UsageError) -> UsageError:
    """What click complains of, in words of our own."""
    command = "jxc" if error.ctx is None else error.ctx.command_path
    hint = _("See: {command} --help").format(command=command)
    given: dict[str, str] = {"name": _word_of(error), "value": ""}
    if isinstance(error, click.MissingParameter):
        words = _("{name} is missing.")
    elif isinstance(error, click.NoSuchOption):
        words = _("There is no option {name}.")
    elif isinstance(error, click.BadOptionUsage):
        words = _("{name} lacks a value, or has one that it does not take.")
    elif isinstance(error, click.BadParameter):
        words = _("What {name} says is not possible.")
        if error.param is not None and isinstance(error.param.type, click.Choice):
            given["value"] = ", ".join(map(str, error.param.type.choices))
            words = _("{name} must be one of: {value}.")
        elif error.param is not None and isinstance(error.param.type, click.DateTime):
            words = _("{name} must be a date like 2026-01-05.")
    elif type(error) is click.UsageError:
        words = _("There are more words than the command takes.")
    else:
        words = _("There is no command {name}.")
    return UsageError(words.format(**given), hint)


def _word_of(error: click.UsageError) -> str:
    """The argument or option that a complaint is about."""
    if isinstance(error, click.NoSuchOption | click.BadOptionUsage):
        return error.option_name
    param = error.param if isinstance(error, click.BadParameter) else None
    if param is None:
        return str(getattr(error, "command_name", ""))
    return param.opts[0] if isinstance(param, click.Option) else param.human_readable_name
