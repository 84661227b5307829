using System.Security.Cryptography;
using System.Text;

using static System.Net.WebUtility;

namespace MdeHunting.Lab.Identity;

/// <summary>The pages of the sign-in: plain forms that work with a keyboard, a screen reader and no script.</summary>
internal static class DeviceLoginPages
{
    public const string CodeField = "otc";
    public const string ContextField = "ctx";
    public const string AccountField = "account";
    public const string NumberField = "number";
    public const string DecisionField = "decision";
    public const string Approve = "approve";
    public const string Decline = "decline";

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

    /// <summary>What a content security policy allows the one style sheet by.</summary>
    public static string StyleHash { get; } = $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}";

    public static DeviceLoginPage EnterCode(string? problem = null) => Page("Enter code", problem, Form($"""
        <p>Enter the code displayed on your app or device.</p>
        <label for="{CodeField}">Code</label>
        <input type="text" id="{CodeField}" name="{CodeField}" required autofocus autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="18">
        <button type="submit">Next</button>
        """));

    public static DeviceLoginPage ChooseAccount(DeviceSignIn signIn, BrowserSession session, string? problem = null)
    {
        var accounts = string.Concat(signIn.Tenant.Accounts.Select(account => $"""
            <label><input type="radio" name="{AccountField}" value="{HtmlEncode(account.UserPrincipalName)}" required>
            {HtmlEncode(account.Name)}, {HtmlEncode(account.UserPrincipalName)}</label>
            """));
        return Page("Pick an account", problem, Form($"""
            {Context(session)}
            <p>You're signing in to <strong>{HtmlEncode(signIn.Application.Name)}</strong> on another device. If it's not you, close this page.</p>
            <fieldset><legend>Accounts of {HtmlEncode(signIn.Tenant.Name)}</legend>
            {accounts}
            </fieldset>
            <button type="submit">Sign in</button>
            """));
    }

    public static DeviceLoginPage Confirm(DeviceSignIn signIn, BrowserSession session, string? problem = null) => Page("Approve sign-in request", problem, Form($"""
        {Context(session)}
        <p>{HtmlEncode(session.Account!.UserPrincipalName)}: your authenticator app asks for this number.</p>
        <p><output id="shown-number">{session.Number}</output></p>
        <label for="{NumberField}">Number, as you enter it in the authenticator app</label>
        <input type="text" id="{NumberField}" name="{NumberField}" required autofocus autocomplete="off" inputmode="numeric" maxlength="2">
        <button type="submit">Yes</button>
        """));

    public static DeviceLoginPage Decide(DeviceSignIn signIn, BrowserSession session, string? problem = null)
    {
        var permissions = string.Concat(signIn.Scopes.Permissions.Select(name => $"<li>{HtmlEncode($"{signIn.Scopes.Audience}/{name}")}</li>"));
        return Page($"Are you trying to sign in to {signIn.Application.Name}?", problem, Form($"""
            {Context(session)}
            <dl>
            <dt>App</dt><dd>{HtmlEncode(signIn.Application.Name)}</dd>
            <dt>Organization</dt><dd>{HtmlEncode(signIn.Tenant.Name)} ({HtmlEncode(signIn.Tenant.Domain)})</dd>
            <dt>Account</dt><dd>{HtmlEncode(session.Account!.UserPrincipalName)}</dd>
            </dl>
            <p>The app asks for:</p>
            <ul>{permissions}</ul>
            <p>Only continue if you started this sign-in yourself, on a device that you trust.</p>
            <button type="submit" name="{DecisionField}" value="{Approve}">Approve</button>
            <button type="submit" name="{DecisionField}" value="{Decline}">Decline</button>
            """));
    }

    public static DeviceLoginPage Done(DeviceSignIn signIn, bool isApproved)
    {
        var outcome = isApproved ? "You have signed in to" : "You have declined to sign in to";
        var text = $"{outcome} the {signIn.Application.Name} application on your device. You may now close this window.";
        return Page(signIn.Application.Name, null, $"<p role=\"status\">{HtmlEncode(text)}</p>");
    }

    private static string Context(BrowserSession session) => $"<input type=\"hidden\" name=\"{ContextField}\" value=\"{session.Context}\">";

    private static string Form(string content) => $"<form method=\"post\" action=\"{DeviceLoginEndpoint.Path}\">\n{content}\n</form>";

    private static DeviceLoginPage Page(string title, string? problem, string content) => new(
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
        </body>
        </html>
        """,
        problem is not null);
}
