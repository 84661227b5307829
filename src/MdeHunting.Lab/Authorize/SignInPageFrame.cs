using System.Security.Cryptography;
using System.Text;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using static System.Net.WebUtility;

namespace MdeHunting.Lab.Authorize;

/// <summary>What all pages of the sign-in have in common: plain forms that work with a keyboard, a screen reader and no script.</summary>
internal static class SignInPageFrame
{
    public const string ContextField = "ctx";
    public const string AccountField = "account";
    public const string NumberField = "number";
    public const string DecisionField = "decision";

    private const string Style = """
        body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; background: #f2f2f2; color: #1b1b1b; }
        main { max-width: 28rem; margin: 4rem auto; padding: 2rem; background: #fff; border: 1px solid #c8c8c8; }
        h1 { font-size: 1.5rem; margin: 0 0 1rem; }
        label { display: block; margin: .5rem 0; }
        fieldset { border: 1px solid #c8c8c8; }
        input[type=text] { font: inherit; padding: .4rem; width: 100%; box-sizing: border-box; }
        button { font: inherit; padding: .4rem 1.2rem; margin: 1rem .5rem 0 0; }
        output { font-size: 2rem; font-weight: bold; }
        [role=alert] { border-left: 4px solid #a80000; padding: .2rem .8rem; color: #a80000; }
        .lab { font-size: .85rem; color: #4a4a4a; margin: 2rem 0 0; }
        """;

    private const string Script = "document.forms[0].submit();";

    /// <summary>What a content security policy allows the one style sheet by.</summary>
    public static string StyleHash { get; } = HashOf(Style);

    /// <summary>What a content security policy allows the one script by.</summary>
    public static string ScriptHash { get; } = HashOf(Script);

    public static string Context(BrowserSession session) => Hidden(ContextField, session.Context);

    public static string Hidden(string name, string value) => $"<input type=\"hidden\" name=\"{HtmlEncode(name)}\" value=\"{HtmlEncode(value)}\">";

    public static string Form(string action, string content) => $"<form method=\"post\" action=\"{HtmlEncode(action)}\">\n{content}\n</form>";

    public static string Accounts(LabTenant tenant, LabAccount? likely = null)
    {
        var accounts = string.Concat(
            tenant.Accounts.Select(account =>
                $"""
                    <label><input type="radio" name="{AccountField}" value="{HtmlEncode(account.UserPrincipalName)}" required{(
                        account == likely ? " checked" : ""
                    )}>
                    {HtmlEncode(account.Name)}, {HtmlEncode(account.UserPrincipalName)}</label>
                    """
            )
        );
        return $"""
            <fieldset><legend>Accounts of {HtmlEncode(tenant.Name)}</legend>
            {accounts}
            </fieldset>
            """;
    }

    public static string Number(BrowserSession session) =>
        $"""
            <p>{HtmlEncode(session.Account!.UserPrincipalName)}: your authenticator app asks for this number.</p>
            <p><output id="shown-number">{session.Number}</output></p>
            <label for="{NumberField}">Number, as you enter it in the authenticator app</label>
            <input type="text" id="{NumberField}" name="{NumberField}" required autofocus autocomplete="off" inputmode="numeric" maxlength="2">
            """;

    /// <summary>Who asks, in which organisation, as which account, for what.</summary>
    public static string Request(LabTenant tenant, LabApplication application, LabAccount account, RequestedScopes scopes)
    {
        var permissions = string.Concat(scopes.Permissions.Select(name => $"<li>{HtmlEncode($"{scopes.Audience}/{name}")}</li>"));
        return $"""
            <dl>
            <dt>App</dt><dd>{HtmlEncode(application.Name)}</dd>
            <dt>Organization</dt><dd>{HtmlEncode(tenant.Name)} ({HtmlEncode(tenant.Domain)})</dd>
            <dt>Account</dt><dd>{HtmlEncode(account.UserPrincipalName)}</dd>
            </dl>
            <p>The app asks for:</p>
            <ul>{permissions}</ul>
            """;
    }

    public static SignInPage Page(string title, string? problem, string content, bool submitsItself = false) =>
        new(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{HtmlEncode(problem is null ? title : $"Error: {title}")}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>{HtmlEncode(title)}</h1>
            {(problem is null ? "" : $"<p role=\"alert\">{HtmlEncode(problem)}</p>")}
            {content}
            <p class="lab">This is the lab's own sign-in page, on this computer. Its accounts are made up.</p>
            </main>
            {(submitsItself ? $"<script>{Script}</script>" : "")}
            </body>
            </html>
            """,
            problem is not null
        )
        {
            SubmitsItself = submitsItself,
        };

    private static string HashOf(string content) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}";
}
