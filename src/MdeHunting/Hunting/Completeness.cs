using MdeHunting.Kql;
using MdeHunting.Service;

namespace MdeHunting.Hunting;

/// <summary>Judges whether a result can have lost rows: the services cut it at their limit without a word, and a missed row is a missed host.</summary>
internal static class Completeness
{
    /// <summary>Requires that a result is whole, as far as can be known, or was bounded on purpose.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="rows">How many rows came.</param>
    /// <param name="limit">How many the service gives at the most.</param>
    /// <exception cref="HuntingException">As many rows came as the service gives at the most, and nobody asked for so few.</exception>
    public static void Require(HuntingRequest request, int rows, int limit)
    {
        if (rows < limit || request.MaxRows < rows || QueryEnd.RowLimit(request.Query) <= limit)
        {
            return;
        }

        throw new HuntingException(
            HuntingFailure.ResultTruncated,
            FormattableString.Invariant($"The result has {rows:N0} rows, and the service gives {limit:N0} at the most: it may have been cut off there, without a word from the service."),
            "Do not take it for complete. Narrow the query, or ask for shorter times one after the other; where so many rows are all that you want, end the query with 'take'.")
        {
            Target = request.Query,
        };
    }
}
