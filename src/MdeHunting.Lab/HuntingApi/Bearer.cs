using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using Microsoft.IdentityModel.JsonWebTokens;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>What came of checking a request's bearer: the caller's tenant, or the problem; and the token where it could be read at all.</summary>
internal sealed record Bearer(LabTenant? Tenant, BearerProblem? Problem, JsonWebToken? Token)
{
    /// <summary>What is asked for instead of a token that was called back.</summary>
    public ClaimsChallenge? Challenge { get; init; }

    public bool IsApplication => Token?.GetPayloadValueOrNull("roles") is not null;

    public string AppId => Token?.GetPayloadValueOrNull("appid") ?? "";

    public string Permissions => string.Join(',', Token is null ? [] : Permission(Token, "roles").Concat(Permission(Token, "scp")));

    public static IEnumerable<string> Permission(JsonWebToken token, string claim) =>
        token.Claims.Where(one => one.Type == claim).SelectMany(one => one.Value.Split(' '));
}

internal enum BearerProblem
{
    Missing,
    Malformed,
    WrongSignature,
    WrongAudience,
    OutOfTime,
    UnknownTenant,
    MissingPermission,
    CalledBack,
}
