using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.Faults;

/// <summary>An error in the service's own envelope.</summary>
/// <param name="error">The error.</param>
/// <param name="retryAfter">The Retry-After header by what the service's clock says; null for none.</param>
internal sealed class RefusalFault(LabServiceError error, Func<DateTimeOffset, string?> retryAfter) : LabAnswerFault
{
    internal override Task AnswerAsync(FaultyExchange exchange) => exchange.RefuseAsync(error with { RetryAfter = retryAfter(exchange.Clock.GetUtcNow()) });
}
