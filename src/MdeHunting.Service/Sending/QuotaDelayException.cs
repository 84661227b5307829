using MdeHunting.Service.Quota;

namespace MdeHunting.Service.Sending;

/// <summary>Says that a call has to wait for the tenant's quota; never leaves the sending.</summary>
internal sealed class QuotaDelayException(QuotaWait wait) : Exception(wait.Why)
{
    /// <summary>How long, and why.</summary>
    public QuotaWait Wait => wait;
}
