using System.Globalization;
using CsCheck;

namespace MdeHunting.Tests.Commands.Prompt;

/// <summary>Names that would rather be code.</summary>
internal static class HostileNames
{
    /// <summary>What may be put into a line.</summary>
    public static string[] Typable { get; } =
    [
        "My Col",
        "it's",
        "Dev'; Set-Variable pwned 1 -Scope Global; '",
        "Dev\\'; Set-Variable pwned 1 -Scope Global; \\'",
        "Dev\"; Set-Variable pwned 1 -Scope Global; \"",
        "Dev\u2018; Set-Variable pwned 1; \u2019",
        "Dev\u201a; Set-Variable pwned 1; \u201b",
        "Dev\u201c; Set-Variable pwned 1; \u201d",
        "Dev\u201e; Set-Variable pwned 1; \u201e",
        "Dev\u2019\u2019\u201d\u201d''\"\"",
        "$(Set-Variable pwned 1 -Scope Global)",
        "${pwned}$pwned$env:HOME",
        "`$(1)`n`",
        "a`",
        "a\\",
        "'@; Set-Variable pwned 1; @'",
        "\"@; Set-Variable pwned 1; @\"",
        "@'",
        "--%",
        "-Force",
        "\u2013Force",
        "&{1}|;#<#%",
        "{ 1 }",
        "[System.IO.File]::Delete('x')",
        "1kb",
        "0x10",
        "1e5",
        "7d",
        "where",
        "a,b",
        "a)b(",
        "caf\u00e9 \u65e5\u672c \U0001f600",
    ];

    /// <summary>What cannot be seen whole in a line.</summary>
    public static string[] Untypable { get; } =
    ["a\nb", "a\r\nb", "a\u001b[31mb", "a\tb", "a\0b", "a\u0085b", "a\u2028b", "a\u2029b", "a\u202eb", "a\u200bb", "\ud800", "a\udc00b", "a\u009bb"];

    /// <summary>Any mix of what PowerShell and KQL take for signs.</summary>
    public static Gen<string> Any { get; } =
        Gen.OneOf(
                "'",
                "''",
                "\"",
                "\"\"",
                "\u2018",
                "\u2019",
                "\u201a",
                "\u201b",
                "\u201c",
                "\u201d",
                "\u201e",
                "`",
                "``",
                "$",
                "$(",
                "${",
                "(",
                ")",
                "{",
                "}",
                ";",
                "|",
                "&",
                "#",
                "@",
                "'@",
                "\"@",
                "@'",
                "\\",
                "\\'",
                " ",
                "a",
                "Dev",
                "1",
                "-",
                "[",
                "]",
                "['",
                "']",
                ",",
                "%",
                "\u00e9",
                "\U0001f600",
                "n",
                "u0041"
            )
            .Array[1, 12]
            .Select(string.Concat);

    /// <summary>A name for messages of a test.</summary>
    public static string Show(string name) =>
        string.Concat(name.Select(c => c is > ' ' and < '\u007f' ? c.ToString() : $"<{((int)c).ToString("X4", CultureInfo.InvariantCulture)}>"));
}
