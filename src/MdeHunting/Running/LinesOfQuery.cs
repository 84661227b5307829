using MdeHunting.Kql;

namespace MdeHunting.Running;

/// <summary>Says what to do where the lines of one query came as queries of their own.</summary>
internal static class LinesOfQuery
{
    private const string NextStep = "Use -Path, or Get-Content -Raw, to run the file as one query.";

    /// <summary>The lines came from a file.</summary>
    /// <param name="first">The first of them.</param>
    public static HuntingException FromFile(string? first) =>
        Refused("These are the lines of a file, and each would run as a query of its own.", NextStep, first);

    /// <summary>The second of two texts goes on with the first.</summary>
    /// <param name="first">The first of them.</param>
    public static HuntingException Together(string first) =>
        Refused(
            "These are the lines of one query, and each would run as a query of its own.",
            $"{NextStep} Lines that are in a variable become one text with -join \"`n\".",
            first
        );

    /// <summary>A failure of one text among several, with what to do where it is the line of a query.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="query">The text; null where it has no query in it.</param>
    public static HuntingException Explain(HuntingException failure, string? query) =>
        failure.Failure is HuntingFailure.QueryRefused or HuntingFailure.QueryNotBounded or HuntingFailure.QueryNotSplittable or HuntingFailure.EmptyQuery
        && (query ?? failure.GetTarget() as string) is { } text
        && QueryFragment.Is(text)
            ? failure.With(failure.Suggestions, $"{failure.NextStep} If this is one line of a query whose other lines were run as separate queries: {NextStep}")
            : failure;

    private static HuntingException Refused(string what, string nextStep, string? first) =>
        new(HuntingFailure.QueryFromLines, what, nextStep) { Target = first };
}
