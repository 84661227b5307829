using System.Collections.Concurrent;
using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Faults;

/// <summary>What a test makes go wrong.</summary>
public sealed class LabFaults
{
    private readonly ConcurrentQueue<DeviceCodePollFault> _polls = new();
    private readonly ConcurrentQueue<LabChallenge> _challenges = new();
    private readonly QueryFaults _queries = new();
    private readonly ConcurrentDictionary<string, LabPolicy> _policies = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Replaces the lifetime of the access tokens that are issued from now on.</summary>
    public TimeSpan? AccessTokenLifetime { get; set; }

    /// <summary>
    /// Refuses requests for tokens with what it makes of their secret: a client secret, an assertion, a refresh token or a device code. Null to answer them.
    /// </summary>
    public Func<string, string>? EchoOfSecrets { get; set; }

    /// <summary>Makes the next polls of any device code end so, one each, before the real answers go on.</summary>
    public void AnswerDeviceCodePolls(params DeviceCodePollFault[] responses)
    {
        foreach (var response in responses)
        {
            _polls.Enqueue(response);
        }
    }

    /// <summary>Makes Graph challenge the next queries for new claims, one each; refresh tokens stay good.</summary>
    public void ChallengeNextQueries(params LabChallenge[] challenges)
    {
        foreach (var challenge in challenges)
        {
            _challenges.Enqueue(challenge);
        }
    }

    /// <summary>
    /// Makes hunting requests go wrong. The rules are tried in the order in which they were added, and the first that fits is the one that counts; so a
    /// sequence is several rules, each good for some times. The rules see a request only when its bearer and its body are good.
    /// </summary>
    /// <param name="when">Whether a request is meant. One request at a time asks it.</param>
    /// <param name="fault">What the request gets instead of its response.</param>
    /// <param name="times">How many requests meet the fault before the rule is used up; null for every one.</param>
    public void OnQuery(Func<LabQuery, bool> when, LabResponseFault fault, int? times = null)
    {
        if (times is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(times));
        }

        _queries.Add(when, fault, times);
    }

    /// <summary>Makes requests to the identity server go wrong, in the order in which the rules were added.</summary>
    /// <param name="end">How the paths of those requests end: /token, /devicecode, /openid-configuration; or with the method: POST /v1.0/applications.</param>
    /// <param name="fault">What they get instead of their response.</param>
    /// <param name="times">How many requests meet the fault before the rule is used up; null for every one.</param>
    /// <param name="isDone">Whether the request itself is done first, so that its response alone is lost; a code is used up by that.</param>
    public void OnIdentity(string end, LabIdentityFault fault, int? times = null, bool isDone = true) => Identity.Add(end, fault, times, isDone);

    /// <summary>
    /// Makes the TLS handshakes of the next connections to the lab break, whatever the connections are for. Connections that are open stay good.
    /// </summary>
    /// <param name="fault">What becomes of them.</param>
    /// <param name="times">How many.</param>
    public void BreakConnections(LabConnectionFault fault, int times = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        Connections.Add(fault, times);
    }

    /// <summary>Resets every connection that is open, with all that is being answered there.</summary>
    public void ResetConnections() => Connections.ResetOpen();

    /// <summary>Takes back every rule of <see cref="OnQuery"/>.</summary>
    public void ClearQueryFaults() => _queries.Clear();

    /// <summary>Puts an account under another policy than the one that it has, from now on; null takes that back.</summary>
    public void Apply(string userPrincipalName, LabPolicy? policy)
    {
        if (policy is null)
        {
            _policies.TryRemove(userPrincipalName, out _);
        }
        else
        {
            _policies[userPrincipalName] = policy;
        }
    }

    internal FaultyConnections Connections { get; } = new();

    internal IdentityFaults Identity { get; } = new();

    internal LabPolicy? PolicyFor(LabAccount account) => _policies.GetValueOrDefault(account.UserPrincipalName);

    internal LabChallenge? TakeChallenge() => _challenges.TryDequeue(out var challenge) ? challenge : null;

    internal LabResponseFault? TakeQueryFault(string api, string tenant, string query, string? timespan) => _queries.Take(api, tenant, query, timespan);

    internal EntraError? TakeDeviceCodePoll() => _polls.TryDequeue(out var fault) ? ToError(fault) : null;

    private static EntraError ToError(DeviceCodePollFault fault) =>
        fault switch
        {
            DeviceCodePollFault.Pending => EntraError.AuthorizationPending,
            DeviceCodePollFault.BadVerificationCode => EntraError.BadVerificationCode,
            DeviceCodePollFault.Expired => EntraError.DeviceCodeExpired,
            DeviceCodePollFault.Declined => EntraError.AuthorizationDeclined,
            _ => new EntraError("slow_down", 70016, "OAuth 2.0 device flow error. Authorization is pending. Slow down."),
        };
}

/// <summary>An answer to a device code poll that a test forces.</summary>
public enum DeviceCodePollFault
{
    /// <summary>authorization_pending, even after the approval.</summary>
    Pending,

    /// <summary>bad_verification_code.</summary>
    BadVerificationCode,

    /// <summary>expired_token.</summary>
    Expired,

    /// <summary>authorization_declined.</summary>
    Declined,

    /// <summary>slow_down: in RFC 8628, section 3.5, though not among Microsoft's documented answers.</summary>
    SlowDown,
}
