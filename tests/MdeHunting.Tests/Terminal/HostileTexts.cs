namespace MdeHunting.Tests.Terminal;

/// <summary>Texts that an attacker would have on somebody's screen, of each kind that there is. After each line end and return stands FORGED.</summary>
internal static class HostileTexts
{
    public static readonly string[] All =
    [
        "\u001b[38;5;199mcolour",
        "\u001b[2J\u001b[Hclear",
        "\u001b]0;owned\u0007title",
        "\u001b]52;c;b3duZWQ=\u001b\\clipboard",
        "\u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\",
        "\u001bP+q544e\u001b\\device",
        "\u001bcreset",
        "\u009b31mC1 \u0090x\u009c \u009d0;owned\u009c",
        "bell\u0007 back\b\b\b shift\u000e\u000f delete\u007f null\0 form\f vertical\v tab\t",
        "line\nFORGED line\r\nFORGED again\rFORGED over",
        "next\u0085FORGED \u2028FORGED \u2029FORGED",
        "turned \u202efdp.exe\u202c \u2066x\u2069 \u200e\u200f\u061c",
        "svc\u200bhost\u2060.exe\ufeff\u00ad",
        "svc\u034fhost\u3164.\u115f\u1160e\uffa0x\u2800e\u180b\ufe0f",
        "tags \U000E0041\U000E0042 \U000E0100 \ue000 \U000F0000",
        "wide\u00a0\u2003\u3000blank",
        "stack a\u0300\u0300\u0300\u0300\u0300\u0300",
    ];
}
