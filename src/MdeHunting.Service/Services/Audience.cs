namespace MdeHunting.Service.Services;

/// <summary>Compares the names by which tokens call what they are for (<c>aud</c>).</summary>
internal static class Audience
{
    /// <summary>Whether two audiences are one: a scope that was asked for with two slashes gives one with a slash at its end.</summary>
    public static bool AreSame(string one, string other) => string.Equals(one.TrimEnd('/'), other.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a token with this audience is for a resource that an environment names. One that is named by an application's id is that id alone in some
    /// tokens, and <c>api://</c> with it in others (https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
    /// </summary>
    public static bool IsOf(string resource, string audience) =>
        AreSame(resource, audience) || (ApplicationOf(resource) is { } id && id == ApplicationOf(audience));

    private static Guid? ApplicationOf(string name)
    {
        const string scheme = "api://";
        var bare = name.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? name.Substring(scheme.Length) : name;
        return Guid.TryParseExact(bare.TrimEnd('/'), "D", out var id) ? id : null;
    }
}
