using MdeHunting.Text;

namespace MdeHunting;

/// <summary>
/// What an access token says. It's read, but not verified. The token and its signature aren't included.
/// Claims: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference.
/// </summary>
public sealed class MdeTokenInfo : MdeOutput
{
    internal MdeTokenInfo() { }

    /// <summary>The API that the token is for (<c>aud</c>).</summary>
    public string? Audience { get; internal init; }

    /// <summary>Who issued it (<c>iss</c>).</summary>
    public string? Issuer { get; internal init; }

    /// <summary>The tenant's id (<c>tid</c>).</summary>
    public string? TenantId { get; internal init; }

    /// <summary>The application's (client) id (<c>appid</c>, in v2.0 tokens <c>azp</c>).</summary>
    public string? ApplicationId { get; internal init; }

    /// <summary>The application's display name (<c>app_displayname</c>).</summary>
    public string? ApplicationName { get; internal init; }

    /// <summary>The user's sign-in name (<c>upn</c>, <c>preferred_username</c> or <c>unique_name</c>).</summary>
    public string? Account { get; internal init; }

    /// <summary>The id of the user or service principal in the tenant (<c>oid</c>).</summary>
    public string? ObjectId { get; internal init; }

    /// <summary>Whether it speaks for a user or for an application alone: a name of <see cref="TokenKind"/>.</summary>
    public string Kind { get; internal init; } = nameof(TokenKind.Unknown);

    /// <summary>The delegated permissions (<c>scp</c>).</summary>
    public string[] Scopes { get; internal init; } = [];

    /// <summary>The application permissions or the user's application roles (<c>roles</c>).</summary>
    public string[] Roles { get; internal init; } = [];

    /// <summary>For Graph, Endpoint and Xdr, in this order: whether the token lets its bearer hunt through it, and why.</summary>
    public MdeHuntingRight[] CanHunt { get; internal init; } = [];

    /// <summary>
    /// The scopes and roles that hunting does not need, without those of any sign-in (<c>openid</c>, <c>profile</c>, <c>email</c>, <c>offline_access</c>,
    /// <c>User.Read</c>): first what changes machines (<c>Machine.Isolate</c>), then what changes anything else or lays the directory open, then what reads;
    /// each in the token's order.
    /// </summary>
    public string[] ExcessPermissions { get; internal init; } = [];

    /// <summary>How the user proved who they are (<c>amr</c>): <c>pwd</c>, <c>mfa</c>, …</summary>
    public string[] AuthenticationMethods { get; internal init; } = [];

    /// <summary>Whether more than one factor was used; null where the token does not tell (v2.0 tokens and applications have no <c>amr</c>).</summary>
    public bool? IsMultifactor { get; internal init; }

    /// <summary>When it was issued (UTC, <c>iat</c>).</summary>
    public DateTime? IssuedAt { get; internal init; }

    /// <summary>When it begins to be good (UTC, <c>nbf</c>).</summary>
    public DateTime? NotBefore { get; internal init; }

    /// <summary>When it stops being good (UTC, <c>exp</c>).</summary>
    public DateTime? ExpiresOn { get; internal init; }

    /// <summary>
    /// How long it was still good when it was read, as a text such as 00:59:30, which [timespan] takes; negative where it had expired, null where it doesn't
    /// tell.
    /// </summary>
    public string? TimeLeft => Left is { } left ? SpanText.Of(left) : null;

    /// <summary>The same as a time span.</summary>
    internal TimeSpan? Left { get; init; }

    /// <summary>
    /// Whether the token is under continuous access evaluation: it lives longer, up to 28 hours, and its service can refuse it before, such as when the account
    /// is disabled. True where the client declared itself able (<c>xms_cc</c> has <c>cp1</c>) and the token lives longer than ordinary ones, false where
    /// neither is so, and null where it cannot be told. https://learn.microsoft.com/entra/identity/conditional-access/concept-continuous-access-evaluation.
    /// </summary>
    public bool? HasContinuousAccessEvaluation { get; internal init; }

    /// <summary>The tenant's region (<c>tenant_region_scope</c>).</summary>
    public string? Region { get; internal init; }

    /// <summary>The token's version, <c>1.0</c> or <c>2.0</c> (<c>ver</c>).</summary>
    public string? Version { get; internal init; }

    /// <summary>The fields of the token's header, in their order.</summary>
    public object? Header { get; internal set; }

    /// <summary>Every claim, in the token's order.</summary>
    public object? Claims { get; internal set; }
}
