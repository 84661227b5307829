using System.Text.RegularExpressions;
using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions that look for regular expressions.</summary>
internal static partial class PatternFunctions
{
    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        Of("extract", new ParameterList(TypeSet.String, TypeSet.Integer, TypeSet.Text), KqlType.String, pattern: 0, Extract),
        Of("extract_all", new ParameterList(TypeSet.String, TypeSet.Text), KqlType.Dynamic, pattern: 0, ExtractAll),
        Of("replace_regex", new ParameterList(TypeSet.Text, TypeSet.String, TypeSet.Text), KqlType.String, pattern: 1, Replace),
        Of(
            "replace",
            new ParameterList(TypeSet.String, TypeSet.Text, TypeSet.Text),
            KqlType.String,
            pattern: 0,
            (regex, values) => Replace(regex, [values[2], values[0], values[1]])
        ),
        Trim("trim", "^(?:{0})+|(?:{0})+$"),
        Trim("trim_start", "^(?:{0})+"),
        Trim("trim_end", "(?:{0})+$"),
        new(
            "countof",
            ColumnNaming.Numbered,
            Signature.Of(new ParameterList(TypeSet.Text, TypeSet.Text, TypeSet.String) { Required = 2 }, KqlType.Long, CountOf)
        ),
    ];

    private static ScalarFunction Of(string name, ParameterList parameters, KqlType result, int pattern, Func<Regex, object?[], object?> apply) =>
        new(name, ColumnNaming.Numbered, new Signature(parameters, (arguments, _) => Bind(arguments, Patterns.Of(arguments[pattern]), result, apply)));

    private static ScalarFunction Trim(string name, string form) =>
        new(
            name,
            ColumnNaming.Numbered,
            new Signature(
                new ParameterList(TypeSet.String, TypeSet.Text),
                (arguments, query) =>
                {
                    var given = arguments[0].Evaluate;
                    _ = Patterns.Of(arguments[0]);
                    var whole = Scalar.Computed(KqlType.String, [arguments[0]], row => string.Format(null, form, Conversions.ToText(given(row))));
                    return Bind(arguments, Patterns.Of(whole), KqlType.String, (regex, values) => regex.Replace(Conversions.ToText(values[1]), string.Empty));
                }
            )
        );

    private static Scalar Bind(IReadOnlyList<Scalar> arguments, Func<object?[], Regex?> pattern, KqlType result, Func<Regex, object?[], object?> apply)
    {
        var values = arguments.Select(argument => argument.Evaluate).ToArray();
        return Scalar.Computed(
            result,
            arguments,
            row => pattern(row) is { } regex ? apply(regex, Array.ConvertAll(values, value => value(row))) ?? Scalar.NullOf(result) : Scalar.NullOf(result)
        );
    }

    private static object? Extract(Regex regex, object?[] values)
    {
        var match = regex.Match(Conversions.ToText(values[2]));
        return match.Success && Conversions.ToLong(values[1]) is { } group && group >= 0 && group < match.Groups.Count ? match.Groups[(int)group].Value : null;
    }

    // An array of what the one group found, or of arrays where there are several.
    private static object? ExtractAll(Regex regex, object?[] values)
    {
        var matches = regex.Matches(Conversions.ToText(values[1]));
        if (matches.Count == 0)
        {
            return null;
        }

        return Dynamics.Array(
            matches.Select(match =>
                match.Groups.Count switch
                {
                    1 => match.Value,
                    2 => match.Groups[1].Value,
                    _ => (object)Dynamics.Array(match.Groups.Values.Skip(1).Select(group => group.Value)),
                }
            )
        );
    }

    private static object? Replace(Regex regex, object?[] values)
    {
        var rewrite = BackReference().Replace(Conversions.ToText(values[2]).Replace("$", "$$"), "$${$1}");
        return regex.Replace(Conversions.ToText(values[0]), rewrite);
    }

    // A plain text is also counted where it overlaps itself.
    private static object? CountOf(object?[] values)
    {
        var (text, sought) = (Conversions.ToText(values[0]), Conversions.ToText(values[1]));
        if (values.Length > 2 && Conversions.ToText(values[2]) == "regex")
        {
            return Patterns.TryParse(sought) is { } regex ? (long)regex.Count(text) : null;
        }

        if (sought.Length == 0)
        {
            return 0L;
        }

        var count = 0L;
        for (var at = text.IndexOf(sought, StringComparison.Ordinal); at >= 0; at = text.IndexOf(sought, at + 1, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    [GeneratedRegex(@"\\(\d)")]
    private static partial Regex BackReference();
}
