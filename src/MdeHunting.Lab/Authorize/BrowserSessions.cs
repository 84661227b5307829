using System.Collections.Concurrent;
using System.Security.Cryptography;
using MdeHunting.Lab.Directory;
using Microsoft.IdentityModel.Tokens;

namespace MdeHunting.Lab.Authorize;

/// <summary>The sign-in pages that are open.</summary>
internal sealed class BrowserSessions
{
    private readonly ConcurrentDictionary<string, BrowserSession> _sessions = new();

    public BrowserSession Open(string? userCode = null, AuthorizationRequest? request = null)
    {
        var session = new BrowserSession(Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32)), userCode, request);
        return Save(session);
    }

    public BrowserSession? Find(string context) => _sessions.GetValueOrDefault(context);

    public BrowserSession ChooseAccount(BrowserSession session, LabAccount account) =>
        Save(session with { Account = account, Number = RandomNumberGenerator.GetInt32(10, 100), IsConfirmed = false });

    public BrowserSession Confirm(BrowserSession session) => Save(session with { IsConfirmed = true });

    public void Close(BrowserSession session) => _sessions.TryRemove(session.Context, out _);

    private BrowserSession Save(BrowserSession session) => _sessions[session.Context] = session;
}
