using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Web;

namespace MdeHunting.Benchmarks.Probes;

/// <summary>Answers with the prepared bytes that belong to the query.</summary>
/// <param name="choose">Which those are.</param>
internal sealed class ChosenAnswer(Func<string, PreparedAnswer> choose) : LabAnswerFault
{
    /// <inheritdoc/>
    internal override Task AnswerAsync(FaultyExchange exchange) => choose(RequestNote.Of(exchange.Context).Query!).AnswerAsync(exchange);
}
