using MdeHunting.Contract;
using MdeHunting.Kql.Analysis;

namespace MdeHunting.Results;

/// <summary>Judges whether a response can have lost rows: the services cut it at their limit without a word, and a missed row is a missed host.</summary>
internal static class TruncationCheck
{
    /// <summary>What is wrong with a response that may have lost rows; null where it is whole, as far as can be known, or was bounded on purpose.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="rows">How many rows came.</param>
    /// <param name="limit">How many the service gives at the most.</param>
    public static HuntingException? Fault(HuntingRequest request, int rows, int limit)
    {
        if (rows < limit || request.MaxRows < rows || (rows == limit && ResultLimit.RowLimit(request.Query) <= limit))
        {
            return null;
        }

        var why =
            rows == limit
                ? FormattableString.Invariant($"The result has {rows:N0} rows, which is the service's limit, so it might be truncated.")
                : FormattableString.Invariant($"The result has {rows:N0} rows, which is more than the service's limit of {limit:N0}. ")
                    + "If the limit was raised, specify the new one with -Limit @{ rowLimit = … } of Connect-MdeTenant. Otherwise, this isn't the service's own "
                    + "response.";
        return new HuntingException(
            HuntingFailure.ResultTruncated,
            why,
            "To get all rows, add -Split Auto. If you need only this many, end the query with 'take', or narrow the query."
        )
        {
            Target = request.ShownQuery,
        };
    }

    /// <summary>What -MaxRows left out of a response; null where it left out nothing.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="rows">How many rows came.</param>
    /// <param name="limit">How many the service gives at the most.</param>
    public static string? LeftOut(HuntingRequest request, int rows, int limit) =>
        request.MaxRows < rows
            ? FormattableString.Invariant($"-MaxRows kept the first {request.MaxRows:N0} of {(rows < limit ? "the" : "at least")} {rows:N0} rows.")
            : null;
}
