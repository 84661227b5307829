using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Web;

namespace MdeHunting.Benchmarks.Probes;

/// <summary>Responses with the prepared bytes that belong to the query.</summary>
/// <param name="choose">Which those are.</param>
internal sealed class ChosenResponse(Func<string, PreparedResponse> choose) : LabResponseFault
{
    /// <inheritdoc/>
    internal override Task RespondAsync(FaultyExchange exchange) => choose(RequestNote.Of(exchange.Context).Query!).RespondAsync(exchange);
}
