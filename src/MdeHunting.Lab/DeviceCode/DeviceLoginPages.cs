using MdeHunting.Lab.Authorize;
using static System.Net.WebUtility;

namespace MdeHunting.Lab.DeviceCode;

/// <summary>The pages on which a person enters the code of a device.</summary>
internal static class DeviceLoginPages
{
    public const string CodeField = "otc";
    public const string Approve = "approve";
    public const string Decline = "decline";

    public static SignInPage EnterCode(string? problem = null) =>
        Page(
            "Enter code",
            problem,
            Form(
                $"""
                <p>Enter the code displayed on your app or device.</p>
                <label for="{CodeField}">Code</label>
                <input type="text" id="{CodeField}" name="{CodeField}" required autofocus
                       autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="18">
                <button type="submit">Next</button>
                """
            )
        );

    public static SignInPage ChooseAccount(DeviceSignIn signIn, BrowserSession session, string? problem = null) =>
        Page(
            "Pick an account",
            problem,
            Form(
                $"""
                {SignInPageFrame.Context(session)}
                <p>You're signing in to <strong>{HtmlEncode(signIn.Application.Name)}</strong> on another device. If it's not you, close this page.</p>
                {SignInPageFrame.Accounts(signIn.Tenant)}
                <button type="submit">Sign in</button>
                """
            )
        );

    public static SignInPage Confirm(BrowserSession session, string? problem = null) =>
        Page(
            "Approve sign-in request",
            problem,
            Form(
                $"""
                {SignInPageFrame.Context(session)}
                {SignInPageFrame.Number(session)}
                <button type="submit">Yes</button>
                """
            )
        );

    public static SignInPage Decide(DeviceSignIn signIn, BrowserSession session, string? problem = null) =>
        Page(
            $"Are you trying to sign in to {signIn.Application.Name}?",
            problem,
            Form(
                $"""
                {SignInPageFrame.Context(session)}
                {SignInPageFrame.Request(signIn.Tenant, signIn.Application, session.Account!, signIn.Scopes)}
                <p>Only continue if you started this sign-in yourself, on a device that you trust.</p>
                <button type="submit" name="{SignInPageFrame.DecisionField}" value="{Approve}">Approve</button>
                <button type="submit" name="{SignInPageFrame.DecisionField}" value="{Decline}">Decline</button>
                """
            )
        );

    public static SignInPage Done(DeviceSignIn signIn, bool isApproved)
    {
        var outcome = isApproved ? "You have signed in to" : "You have declined to sign in to";
        var text = $"{outcome} the {signIn.Application.Name} application on your device. You may now close this window.";
        return Page(signIn.Application.Name, null, $"<p role=\"status\">{HtmlEncode(text)}</p>");
    }

    private static string Form(string content) => SignInPageFrame.Form(DeviceLoginEndpoint.Path, content);

    private static SignInPage Page(string title, string? problem, string content) => SignInPageFrame.Page(title, problem, content);
}
