using System.Text.RegularExpressions;

namespace MdeHunting.Tests.Terminal;

/// <summary>Looks through what a terminal received for what did not come from PowerShell itself.</summary>
internal static partial class TerminalBytes
{
    /// <summary>Where a text has done, or could do, anything but be read; null where none has.</summary>
    /// <param name="received">What the terminal received.</param>
    public static string? FindHarm(string received)
    {
        var plain = OwnColours().Replace(received, string.Empty);
        if (Unseen().Match(plain) is { Success: true } found)
        {
            return $"U+{(char.IsHighSurrogate(plain[found.Index]) ? char.ConvertToUtf32(plain, found.Index) : plain[found.Index]):X4} in "
                + $"…{Around(plain, found.Index)}…";
        }

        // Blanks and line ends are PowerShell's own way to lay a text out; what stands before the word has to be the line end made visible, or JSON's way to
        // write one.
        var solid = Blanks().Replace(plain, string.Empty);
        return Forged().Match(solid) is { Success: true } word ? $"a line begins anew in …{Around(solid, word.Index)}…" : null;
    }

    private static string Around(string text, int place) =>
        Uri.EscapeDataString(text[Math.Max(0, place - 40)..Math.Min(text.Length, place + 40)]).Replace("%20", " ", StringComparison.Ordinal);

    // Colours of PowerShell's own style; and how its console says that cursor keys are an application's.
    [GeneratedRegex(@"\u001b\[(?:(?:0|1|3[0-79]?|9[0-7])(?:;(?:0|1|3[0-79]?|4[0-79]|9[0-7]))*)?m|\u001b\[\?1[hl]|\u001b[=>]")]
    private static partial Regex OwnColours();

    [GeneratedRegex(
        @"[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|\udb40[\udc00-\udfff]|[\udb80-\udbff][\udc00-\udfff]|(\u0300)\1"
    )]
    private static partial Regex Unseen();

    [GeneratedRegex(@"\s+(?:\|\s+)?")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"(?<!>|\\n|\\r|\\u0085|\\u202[89])FORGED")]
    private static partial Regex Forged();
}
