using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using MdeHunting.Rows;
using MdeHunting.Text;
using static MdeHunting.Views.OutputCells;

namespace MdeHunting.Views;

/// <summary>What a token says as a list that answers "may I hunt with it?" on one screen of 80 by 25; .MdeView.Safe has the rest.</summary>
internal static class TokenList
{
    private const string Unstated = "not stated in the token";
    private const int MostText = 1000;

    // Beside the labels of a screen of 80; what goes on is indented.
    private static readonly Regex Words = new("^(.{1,59})(?: |$)|(.{1,57})(?: |$)", RegexOptions.CultureInvariant);

    /// <summary>The list's lines; those of what a token of its kind doesn't have are left out.</summary>
    public static IReadOnlyList<(string Name, string[] Texts)> Lines(PSObject token)
    {
        var kind = TextOf(token, nameof(MdeTokenInfo.Kind));
        var scopes = Texts(token, nameof(MdeTokenInfo.Scopes));
        var roles = Texts(token, nameof(MdeTokenInfo.Roles));
        var excess = Texts(token, nameof(MdeTokenInfo.ExcessPermissions));
        List<(string Name, string[] Texts)> lines =
        [
            (nameof(MdeTokenInfo.Audience), [Own(token, nameof(MdeTokenInfo.Audience))]),
            (nameof(MdeTokenInfo.TenantId), [Own(token, nameof(MdeTokenInfo.TenantId))]),
            (
                "Application",
                Split(TokenText.Application(TextOf(token, nameof(MdeTokenInfo.ApplicationName)), TextOf(token, nameof(MdeTokenInfo.ApplicationId))))
            ),
            (nameof(MdeTokenInfo.Account), TextOf(token, nameof(MdeTokenInfo.Account)) is null ? [] : [Own(token, nameof(MdeTokenInfo.Account))]),
            (nameof(MdeTokenInfo.Kind), [Own(token, nameof(MdeTokenInfo.Kind))]),
            (nameof(MdeTokenInfo.Scopes), scopes.Length == 0 && kind == nameof(TokenKind.Application) ? [] : Split(TokenText.Names(scopes, excess))),
            (nameof(MdeTokenInfo.Roles), roles.Length == 0 && kind == nameof(TokenKind.Delegated) ? [] : Split(TokenText.Names(roles, excess))),
            (
                nameof(MdeTokenInfo.CanHunt),
                [
                    .. Texts(token, nameof(MdeTokenInfo.CanHunt))
                        .SelectMany(right => Split(Words.Replace(TerminalSafeText.Start(right, MostText), "$1$2\n  ").TrimEnd())),
                ]
            ),
            (nameof(MdeTokenInfo.ExcessPermissions), Split(TokenText.Excess(excess))),
            (nameof(MdeTokenInfo.IsMultifactor), [TextOf(token, nameof(MdeTokenInfo.IsMultifactor)) ?? Unstated]),
            (nameof(MdeTokenInfo.ExpiresOn), [Expires(token)]),
            (
                "CAE",
                [
                    Bare(token, nameof(MdeTokenInfo.HasContinuousAccessEvaluation)) switch
                    {
                        true => "yes: the service can refuse it before it expires",
                        false => "no (it stays valid until it expires)",
                        _ => Unstated,
                    },
                ]
            ),
        ];
        return lines.FindAll(line => line.Texts.Length > 0);
    }

    private static string Expires(PSObject token)
    {
        if (Bare(token, nameof(MdeTokenInfo.ExpiresOn)) is not DateTime time)
        {
            return string.Empty;
        }

        var isLeft = TimeSpan.TryParse(TextOf(token, nameof(MdeTokenInfo.TimeLeft)), CultureInfo.InvariantCulture, out var left) && left > TimeSpan.Zero;
        return $"{UtcText.Second(time)} ({(isLeft ? $"{Left(left)} left" : "expired")})";
    }

    private static string Left(TimeSpan span) => span.ToString(span.Days == 0 ? @"hh\:mm\:ss" : @"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Own(PSObject token, string property) => TerminalSafeText.Start(TextOf(token, property) ?? string.Empty, MostText);

    private static string[] Texts(PSObject token, string property) =>
        [.. ((Bare(token, property) as System.Collections.IEnumerable)?.Cast<object?>() ?? []).Select(item => item?.ToString() ?? string.Empty)];

    private static string[] Split(string text) => text.Split('\n');
}
