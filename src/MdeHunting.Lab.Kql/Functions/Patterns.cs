using System.Text;
using System.Text.RegularExpressions;
using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Regular expressions as the language has them: none looks around or back, and <c>$</c> is the very end.</summary>
internal static class Patterns
{
    /// <summary>A row's pattern; null where it is none. A constant that is none is refused.</summary>
    public static Func<object?[], Regex?> Of(Scalar pattern)
    {
        var evaluate = pattern.Evaluate;
        if (!pattern.IsConstant)
        {
            return row => TryParse(Conversions.ToText(evaluate(row)));
        }

        var text = Conversions.ToText(pattern.Value);
        var regex = TryParse(text) ?? throw SemanticError.BadRegex(text);
        return _ => regex;
    }

    /// <summary>Reads a pattern; null where it is none.</summary>
    public static Regex? TryParse(string pattern, RegexOptions options = RegexOptions.None)
    {
        try
        {
            return new Regex(Translate(pattern), options | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    // The two ways of writing that differ between the language's patterns and .NET's: named groups and the end.
    private static string Translate(string pattern)
    {
        var isMultiline = Regex.IsMatch(pattern, @"\(\?[a-zA-Z]*m");
        var translated = new StringBuilder(pattern.Length);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                translated.Append(c).Append(pattern[++i]);
                continue;
            }

            inClass = inClass ? c != ']' : c == '[';
            if (c == '$' && !inClass && !isMultiline)
            {
                translated.Append(@"\z");
            }
            else if (!inClass && pattern.AsSpan(i).StartsWith("(?P<"))
            {
                (translated, i) = (translated.Append("(?<"), i + 3);
            }
            else
            {
                translated.Append(c);
            }
        }

        return translated.ToString();
    }
}
