using System.Collections.Concurrent;

using MdeHunting.Lab.Identity;

namespace MdeHunting.Lab.Faults;

/// <summary>What a test makes go wrong.</summary>
public sealed class LabFaults
{
    private readonly ConcurrentQueue<DeviceCodePollFault> _polls = new();

    /// <summary>Replaces the lifetime of the access tokens that are issued from now on.</summary>
    public TimeSpan? AccessTokenLifetime { get; set; }

    /// <summary>Makes the next polls of any device code end so, one each, before the real answers go on.</summary>
    public void AnswerDeviceCodePolls(params DeviceCodePollFault[] answers)
    {
        foreach (var answer in answers) _polls.Enqueue(answer);
    }

    internal EntraError? TakeDeviceCodePoll() => _polls.TryDequeue(out var fault) ? ToError(fault) : null;

    private static EntraError ToError(DeviceCodePollFault fault) => fault switch
    {
        DeviceCodePollFault.Pending => EntraError.AuthorizationPending,
        DeviceCodePollFault.BadVerificationCode => EntraError.BadVerificationCode,
        DeviceCodePollFault.Expired => EntraError.DeviceCodeExpired,
        DeviceCodePollFault.Declined => EntraError.AuthorizationDeclined,
        _ => new EntraError("slow_down", 70016, "OAuth 2.0 device flow error. Authorization is pending. Slow down."),
    };
}
