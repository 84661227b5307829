using MdeHunting.Lab.HuntingApi;

namespace MdeHunting.Lab.Faults;

/// <summary>An error in the service's own envelope.</summary>
internal sealed class RefusalFault(ServiceError error, string? retryAfter) : LabAnswerFault
{
    internal override Task AnswerAsync(FaultyExchange exchange)
    {
        if (retryAfter is not null) exchange.Context.Response.Headers.RetryAfter = retryAfter;
        return exchange.Dialect.WriteErrorAsync(exchange.Context, error);
    }
}
