"""How large the mail of an issue becomes at a target, and whether mail programs cut it.

The bytes of a body are handed in, since `publishing` renders it; what a target's template makes of them is data of the
publication.
"""

from typing import Final, Literal

from workbench.curation.publication import Target

SIZE_WARNING_SHARE: Final = 0.8
"""The share of a mail's size limit from which to warn: what a template adds is estimated, or not known at all."""


def judge_mail_size(size: int, target: Target) -> Literal["fits", "near", "cut"]:
    """Whether mail programs cut the mail of a body of so many bytes, or nearly."""
    share = target.estimate_mail_size(size) / target.most if target.most else 0
    return "cut" if share >= 1 else "near" if share >= SIZE_WARNING_SHARE else "fits"


def format_body_size(size: int, target: Target) -> str:
    """A sentence with the size of the body, in bytes, and of its mail: a warning where that is cut, or nearly."""
    said = f"The {_describe_body_size(size, target)}"
    limit = f"mail programs show {format_kilobytes(target.most)}"
    match judge_mail_size(size, target):
        case "cut":
            return f"{said}. It is cut: {limit}."
        case "near":
            return f"{said}. It is near the size at which it is cut: {limit}."
    return f"{said}; {limit}." if target.most else f"{said}."


def describe_mail_problem(size: int, target: Target) -> str:
    """The same as a warning that begins with what is wrong; empty where the mail fits."""
    verdict = {"cut": "is cut", "near": "is nearly cut", "fits": ""}[judge_mail_size(size, target)]
    limit = f"mail programs show {format_kilobytes(target.most)}"
    return (
        f"{target.name}'s mail {verdict}: the {_describe_body_size(size, target)}; {limit}."
        if verdict
        else ""
    )


def _describe_body_size(size: int, target: Target) -> str:
    body = f"body is {format_kilobytes(size)}"
    if not target.most:
        return body
    if not target.knows_template:
        return f"{body}, before {target.name}'s template"
    mail = format_kilobytes(target.estimate_mail_size(size))
    return f"{body}, in {target.name}'s template a mail of about {mail}"


def format_kilobytes(size: int) -> str:
    """So many bytes for people, in whole kB."""
    return f"{size / 1000:.0f} kB"
