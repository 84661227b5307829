using System.Text.RegularExpressions;
using MdeHunting.Text;

namespace MdeHunting.Registration;

/// <summary>Checks what is typed to register an application, before anything is sent.</summary>
internal static class ApplicationArguments
{
    private const int LongestName = 120;

    // GitHub's owner and repository, and whose tokens of it: https://docs.github.com/actions/reference/security/oidc.
    private static readonly Regex Repository = new(
        @"\A(?<repository>[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100})(:(?<what>(environment:[^\s:*]{1,255}|ref:refs/(heads|tags)/[^\s:*]{1,255}|pull_request)))?\z",
        RegexOptions.CultureInvariant
    );

    /// <summary>The application's name.</summary>
    /// <exception cref="RegistrationException">It is none.</exception>
    public static string Name(string text)
    {
        var name = text.Trim();
        return name.Length is > 0 and <= LongestName && TerminalSafeText.Line(name) == name
            ? name
            : throw Invalid(
                text,
                $"-Name '{text}' can't be the name of an application.",
                FormattableString.Invariant($"Specify 1 to {LongestName} visible characters.")
            );
    }

    /// <summary>The subject of the tokens that GitHub gives jobs of a repository.</summary>
    /// <exception cref="RegistrationException">It is no repository.</exception>
    public static string Subject(string text) =>
        Repository.Match(text.Trim()) is { Success: true } match
            ? $"repo:{match.Groups["repository"].Value}:{(match.Groups["what"] is { Success: true } what ? what.Value : "ref:refs/heads/main")}"
            : throw Invalid(
                text,
                $"-FederatedCredential '{text}' isn't a GitHub repository.",
                "Specify owner/repository for jobs of its branch main, or owner/repository:environment:NAME, owner/repository:ref:refs/heads/BRANCH, or "
                    + "owner/repository:pull_request."
            );

    private static RegistrationException Invalid(string target, string what, string nextStep) =>
        new(RegistrationFailure.RegistrationInvalid, what, nextStep) { Target = target };
}
