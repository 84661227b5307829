using MdeHunting.Kql;
using MdeHunting.Kql.Binding;
using MdeHunting.Text;

namespace MdeHunting.Checks;

/// <summary>Rules of values that have another type than their place takes.</summary>
internal static class TypeRules
{
    /// <summary>Tells of one.</summary>
    public static void Find(QueryCheck check, BindProblem problem)
    {
        var type = KqlTypes.NameOf(problem.Type);
        switch (problem.Kind)
        {
            case BindProblemKind.ArgumentType when problem.Parameter is { } parameter:
                var isText = parameter.Type is "array" or "bag" && problem.Type == KqlDataType.String;
                Add(
                    $"The argument {parameter.Name} of {problem.Name} must be {Kind(parameter)}, but this value is of type {type}.",
                    isText ? $"Use parse_json({TextOf()})."
                        : parameter.Type == KqlTypes.NameOf(KqlDataType.TimeSpan) ? "Use a timespan, such as 30m, 12h, or 1d."
                        : null,
                    isText
                );
                break;
            case BindProblemKind.ArgumentWord when problem.Parameter is { } worded:
                var words = worded.Words;
                var last = words.Count - 1;
                Add(
                    $"The argument {worded.Name} of {problem.Name} must be {string.Join(", ", words.Take(last))}, or {words[last]}.",
                    EditDistance.Ask(Near(check.Tokens.Text.ValueOf(check.Tokens.Text.Significant[problem.Start]), words))
                        ?? "Write one of these words in quotes."
                );
                break;
            case BindProblemKind.Condition:
                Add(
                    $"A condition is true or false, but this value is of type {type}.",
                    problem.Type == KqlDataType.String ? $"Compare it, or use isnotempty({TextOf()})." : $"Compare it, or use isnotnull({TextOf()})."
                );
                break;
            case BindProblemKind.Number:
                Add($"{problem.Name} takes a whole number, but this value is of type {type}.", "Specify a number, such as 10.");
                break;
            case BindProblemKind.Path:
                Add(
                    $"{(problem.Name.Length > 0 ? problem.Name : "This value")} is of type {type}, which has no fields and no elements.",
                    problem.Type != KqlDataType.String ? "Remove what follows it."
                        : problem.Name.Length > 0 ? $"Use parse_json({problem.Name}) in its place."
                        : "Use parse_json of it.",
                    problem.Type == KqlDataType.String
                );
                break;
        }

        // A column of JSON that is documented as a string may be dynamic in the service.
        void Add(string message, string? suggestion, bool mayBeDynamic = false) =>
            check.Add(
                "MDE018",
                problem.Start,
                problem.End,
                message,
                suggestion,
                mayBeDynamic && problem.Column?.Table is { } table && check.IsDocumented(table) ? MdeFindingSeverity.Warning : null
            );

        string TextOf() => check.Place(problem.Start, problem.End) is var (start, length) ? check.Tokens.Text.Source.Substring(start, length) : string.Empty;
    }

    // secs and hrs are as far from the word as from others.
    private static IReadOnlyList<string> Near(string written, IReadOnlyList<string> words) =>
        KqlUnits
            .All.Where(unit => unit.Names.Contains(written.TrimEnd('s'), StringComparer.OrdinalIgnoreCase))
            .SelectMany(unit => unit.Names)
            .FirstOrDefault(words.Contains)
            is { } unit
            ? [unit]
            : EditDistance.Find(written, words);

    private static string Kind(KqlSignatureParameter parameter) =>
        parameter.Type switch
        {
            "span" => "a number, a datetime, or a timespan",
            "array" or "bag" => "a dynamic value",
            "number" => "a number",
            _ when parameter.Words.Count > 0 => "a string",
            _ => $"a value of type {parameter.Type}",
        };
}
