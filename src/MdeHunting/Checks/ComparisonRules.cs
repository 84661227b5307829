using System.Text.RegularExpressions;
using MdeHunting.Kql;
using MdeHunting.Kql.Binding;
using MdeHunting.Kql.Parsing;
using MdeHunting.Kql.Writing;

namespace MdeHunting.Checks;

/// <summary>Rules of comparisons.</summary>
internal static class ComparisonRules
{
    private const int LeastOfWord = 4;

    // Names whose case differs from device to device.
    private static readonly string[] AnyCase =
    [
        "FileName",
        "FolderPath",
        "CommandLine",
        "AccountName",
        "AccountDomain",
        "AccountUpn",
        "EmailAddress",
        "DeviceName",
        "RegistryKey",
        "RegistryValueName",
        "Url",
    ];

    private static readonly Regex Words = new(@"^(\(\?i\))?\(?[A-Za-z0-9]{4,}(\|[A-Za-z0-9]{4,})*\)?$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static readonly Regex Address = new(@"^\d{1,3}(\.\d{1,3}){3}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Tells of comparisons.</summary>
    public static void Find(QueryCheck check, ChainNode chain)
    {
        for (var i = 0; i < chain.Operators.Count; i++)
        {
            var infix = chain.Operators[i];
            if (infix.Kind is KqlInfixKind.Equality or KqlInfixKind.Membership or KqlInfixKind.Text)
            {
                Compared(check, chain.Operands[i], infix, chain.Operands[i + 1]);
            }
        }
    }

    private static void Compared(QueryCheck check, KqlNode left, KqlInfix infix, KqlNode right)
    {
        IReadOnlyList<KqlNode> values = right is ListNode list ? list.Items : [right];
        var texts = values.Select(check.StringOf).OfType<string>().ToList();
        if (infix.Kind == KqlInfixKind.Equality)
        {
            Same(check, left, infix, right);
        }

        if (left is NameNode name && check.Bound.ColumnOf(name) is { Table: { } table } column)
        {
            Named(check, column, table, infix, texts);
        }

        Folded(check, left, infix, values, texts);
        if (infix.Kind == KqlInfixKind.Equality)
        {
            Folded(check, right, infix, [left], check.StringOf(left) is { } first ? [first] : []);
        }

        foreach (var text in infix.Kind == KqlInfixKind.Text || infix.Text.StartsWith("has", StringComparison.Ordinal) ? texts : [])
        {
            Value(check, infix, values, text);
        }
    }

    // tolower(FileName) == "cmd.exe": the same as in any case, where the other side is a text of that case; where it isn't, it never holds.
    private static void Folded(QueryCheck check, KqlNode side, KqlInfix infix, IReadOnlyList<KqlNode> values, List<string> texts)
    {
        if (
            side is not CallNode { Name: var function and ("tolower" or "toupper"), Arguments: [NameNode folded] }
            || texts.Count == 0
            || texts.Count < values.Count
        )
        {
            return;
        }

        var instead = infix.Text switch
        {
            "==" => "=~",
            "!=" or "<>" => "!~",
            "in" or "!in" => infix.Text + "~",
            _ when infix.Text.EndsWith("in~", StringComparison.Ordinal) => infix.Text,
            _ => null,
        };
        if (instead is null)
        {
            return;
        }

        // Letters of other alphabets have cases of their own.
        var isLower = function == "tolower";
        var other = instead == infix.Text ? null : texts.Find(text => text.Any(c => isLower ? c is >= 'A' and <= 'Z' : c is >= 'a' and <= 'z'));
        if (other is not null)
        {
            check.Add(
                "MDE106",
                side,
                $"{function} returns {(isLower ? "lowercase" : "uppercase")} letters alone, so the value never equals '{other}'.",
                $"Write {folded.Name} {instead} … to compare in any case."
            );
            return;
        }

        check.Add("MDE106", side, "The function runs for each row.", $"Write {folded.Name} {instead} ….");
    }

    // A text and a number: the service takes neither for the other, or never finds them the same.
    private static void Same(QueryCheck check, KqlNode left, KqlInfix infix, KqlNode right)
    {
        var (type, other) = (check.Bound.TypeOf(left), check.Bound.TypeOf(right));
        if (check.IsOfRun || !(type == KqlDataType.String && KqlTypes.IsNumber(other) || KqlTypes.IsNumber(type) && other == KqlDataType.String))
        {
            return;
        }

        var text = type == KqlDataType.String ? left : right;
        var number = type == KqlDataType.String ? right : left;
        check.Add(
            "MDE018",
            infix.Place,
            infix.End,
            $"{infix.Text} compares a value of type {KqlTypes.NameOf(type)} with one of type {KqlTypes.NameOf(other)}, which the service may reject.",
            check.StringOf(text) is { Length: > 0 } written && written.All(char.IsDigit) ? $"Write the number without quotes: {written}."
                : number is LiteralNode ? $"Put the number in quotes: \"{check.TextOf(number)}\"."
                : "Convert one of them with tostring or toint.",
            MdeFindingSeverity.Warning
        );
    }

    private static void Named(QueryCheck check, BoundColumn column, string table, KqlInfix infix, List<string> texts)
    {
        if (texts.Count == 0 || infix.Kind == KqlInfixKind.Text || infix.Text is not ("==" or "!=" or "in" or "!in"))
        {
            return;
        }

        if (column.Name == "LogonType" && table == "EntraIdSignInEvents" && !texts[0].StartsWith("[", StringComparison.Ordinal))
        {
            check.Add("MDE014", infix.Place, infix.End, "LogonType holds a JSON array here, such as [\"interactiveUser\"].", "Use has.");
        }

        if (column.Type == KqlDataType.String && texts.Exists(HasLetter) && Array.Exists(AnyCase, end => column.Name.EndsWith(end, StringComparison.Ordinal)))
        {
            var instead = infix.Text switch
            {
                "==" => "=~",
                "!=" => "!~",
                _ => infix.Text + "~",
            };
            check.Add("MDE006", infix.Place, infix.End, $"{infix.Text} compares {column.Name} with its case.", $"Use {instead}.");
        }
    }

    private static void Value(QueryCheck check, KqlInfix infix, IReadOnlyList<KqlNode> values, string text)
    {
        var node = values.First(value => check.StringOf(value) == text);
        var match = KqlFacts.MatchOf(infix.Text.TrimStart('!').Split(' ')[0]);
        if (match.HasFlag(KqlTextMatch.Pattern) && infix.Text.EndsWith("regex", StringComparison.Ordinal))
        {
            if (RegexSyntax.FaultOf(text) is { } wrong)
            {
                RegexSyntax.Tell(check, node, wrong);
            }
            else if (Words.IsMatch(text))
            {
                check.Add(
                    "MDE107",
                    node,
                    text.StartsWith("(?i)", StringComparison.Ordinal)
                        ? "The expression reads every value, and finds parts of words too. has and has_any use the index, and find whole words alone."
                        : "The expression reads every value, finds parts of words too, and heeds the case. has and has_any use the index, and find whole words in any case.",
                    Instead(text)
                );
            }

            return;
        }

        var isWhole = match == KqlTextMatch.Word || match == (KqlTextMatch.Word | KqlTextMatch.Cased) || infix.Kind == KqlInfixKind.Membership;
        if (isWhole && text.Length > 0)
        {
            Word(check, infix, node, text);
        }
        else if (match == KqlTextMatch.Contains && text.Length >= LeastOfWord && text.All(IsOfWord))
        {
            check.Add(
                "MDE103",
                infix.Place,
                infix.End,
                $"{infix.Text} reads every value; '{text}' may be a whole word.",
                $"Use {infix.Text.Replace("contains", "has")} where it is one."
            );
        }
    }

    private static void Word(QueryCheck check, KqlInfix infix, KqlNode node, string text)
    {
        if (Address.IsMatch(text))
        {
            check.Add("MDE007", node, $"{infix.Text} looks for four numbers, and finds other addresses too.", $"Use has_ipv4(…, {KqlWriter.Value(text)}).");
        }
        else if (!IsOfWord(text[0]) || !IsOfWord(text[text.Length - 1]))
        {
            check.Add(
                "MDE007",
                node,
                $"{infix.Text} looks for words, and the punctuation at an end of '{text}' is part of none.",
                IsOfWord(text[text.Length - 1]) ? "Use endswith or contains, or the word alone." : "Use contains, or the word alone.",
                MdeFindingSeverity.Information
            );
        }
        else if (text.Length < LeastOfWord)
        {
            check.Add("MDE108", node, $"'{text}' is too short for the index of words.");
        }
    }

    private static string Instead(string pattern)
    {
        var words = pattern.Replace("(?i)", string.Empty).Trim('(', ')').Split('|');
        return words.Length == 1
            ? $"Use has {KqlWriter.Value(words[0])} where it is a whole word."
            : $"Use has_any ({string.Join(", ", words.Select(KqlWriter.Value))}) where they are whole words.";
    }

    private static bool HasLetter(string text) => text.Any(char.IsLetter);

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c);
}
