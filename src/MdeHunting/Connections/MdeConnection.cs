using MdeHunting.Connections;
using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>A signed-in account that can hunt in one tenant through one API. It contains no token that could be read, shown, or stored.</summary>
public sealed class MdeConnection : MdeOutput
{
    private readonly string? _domain;

    /// <param name="name">The connection's name.</param>
    /// <param name="clientId">The application's id; null where the sign-in needed none.</param>
    /// <param name="session">The sign-in.</param>
    /// <param name="domain">The domain that the tenant was given by; null where it was not.</param>
    internal MdeConnection(string name, Guid? clientId, IHuntingSession session, string? domain = null)
    {
        _domain = domain;
        Name = name;
        ClientId = clientId;
        Session = session;
        Schema = new LiveSchema(session);
    }

    private MdeConnection(MdeConnection other, IHuntingSession session)
    {
        (_domain, Name, ClientId, Session, Schema) = (other._domain, other.Name, other.ClientId, session, other.Schema);
    }

    /// <summary>The connection's name, for <c>-Connection</c>.</summary>
    public string Name { get; }

    /// <summary>The tenant's id; null where it cannot be known: a supplied token that cannot be read.</summary>
    public string? TenantId => Session.TenantId;

    /// <summary>
    /// One of the tenant's domains: the one that it was given by, else that of the account's name in the tenant. Null where neither tells one.
    /// </summary>
    public string? TenantDomain => _domain ?? Session.TenantDomain;

    /// <summary>Whether it is the connection that commands of this session use where they are given no other.</summary>
    public bool IsCurrent => RunspaceConnections.IsCurrent(this);

    /// <summary>The account's sign-in name; null where no user signed in.</summary>
    public string? Account => Session.Account;

    /// <summary>The application's (client) id; null where the sign-in needed none.</summary>
    public Guid? ClientId { get; }

    /// <summary>The application's name; null where its token doesn't tell it.</summary>
    public string? ApplicationName => Session.ApplicationName ?? SharedApplication.Find(ClientId)?.Title;

    /// <summary>The service that queries go to: a name of <see cref="MdeApi"/>.</summary>
    public string Api => Session.Api.ToString();

    /// <summary>The cloud's name, or that of the environment file.</summary>
    public string Cloud => Session.Cloud;

    /// <summary>The host of the identity service that the account signed in at; a managed identity signs in at its own Azure host instead.</summary>
    public string AuthorityHost => Session.AuthorityHost;

    /// <summary>The host that queries and their token go to. By it a service of Microsoft's is told from one that an environment file describes.</summary>
    public string HuntingHost => Session.HuntingHost;

    /// <summary>How the sign-in was done: a name of <see cref="SignInMethod"/>.</summary>
    public string Method => Session.Method.ToString();

    /// <summary>The scopes that were granted.</summary>
    public string[] Scopes => [.. Session.Scopes];

    /// <summary>What a reader should know of the sign-in, such as that the account could not be compared with -Username.</summary>
    public string[] Notes => [.. Session.Notes];

    /// <summary>
    /// When the token in hand expires (UTC); it's renewed before, unless it came from elsewhere. Null where that can't be known: a supplied token that can't be
    /// read.
    /// </summary>
    public DateTime? ExpiresOn => Session.ExpiresOn is var time && time < DateTime.MaxValue ? time : null;

    /// <summary>How many rows a result has at the most: the services cut the rest off without a word, and such a result is the error ResultTruncated.</summary>
    public int RowLimit => Session.RowLimit;

    /// <summary>How many bytes a result may have: the services refuse a larger one, which is the error ResultTooLarge.</summary>
    public long ByteLimit => Session.ByteLimit;

    /// <summary>When the connection was last used (UTC); null where it has not been.</summary>
    public DateTime? LastUsedOn => Session.LastUsedOn;

    internal IHuntingSession Session { get; }

    /// <summary>The same connection by another session, such as one that is recorded.</summary>
    internal MdeConnection With(IHuntingSession session) => new(this, session);

    /// <summary>Who hunts with it, for a person: the account, else the application.</summary>
    internal string Who => Account ?? ApplicationName ?? ClientId?.ToString() ?? Method;

    /// <summary>What is known of the tenant's tables.</summary>
    internal LiveSchema Schema { get; }

    /// <summary>How long a query's text may be.</summary>
    internal QuerySizes Sizes { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line(Name);
}
