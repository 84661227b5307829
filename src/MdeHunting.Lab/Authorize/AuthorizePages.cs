using MdeHunting.Lab.Directory;
using static System.Net.WebUtility;

namespace MdeHunting.Lab.Authorize;

/// <summary>The pages that an application sends a browser to.</summary>
internal static class AuthorizePages
{
    public const string Accept = "accept";
    public const string Cancel = "cancel";

    public static SignInPage ChooseAccount(BrowserSession session, string? problem = null) =>
        Page(
            session,
            "Pick an account",
            problem,
            $"""
            <p>to continue to <strong>{HtmlEncode(session.Request!.Target.Application.Name)}</strong></p>
            {SignInPageFrame.Accounts(session.Request.Target.Tenant, session.Request.HintedAccount)}
            <button type="submit">Sign in</button>
            {CancelButton}
            """
        );

    public static SignInPage Confirm(BrowserSession session, string? problem = null) =>
        Page(
            session,
            "Approve sign-in request",
            problem,
            $"""
            {SignInPageFrame.Number(session)}
            <button type="submit">Yes</button>
            {CancelButton}
            """
        );

    public static SignInPage Decide(BrowserSession session, string? problem = null)
    {
        var (tenant, application) = (session.Request!.Target.Tenant, session.Request.Target.Application);
        return Page(
            session,
            $"Are you trying to sign in to {application.Name}?",
            problem,
            $"""
            {SignInPageFrame.Request(tenant, application, session.Account!, session.Request.Scopes)}
            <button type="submit" name="{SignInPageFrame.DecisionField}" value="{Accept}">Accept</button>
            {CancelButton}
            """
        );
    }

    /// <summary>Asks an administrator for everybody's consent.</summary>
    public static SignInPage Consent(
        LabTenant tenant,
        LabApplication application,
        IReadOnlyList<string> scopes,
        string action,
        IEnumerable<(string Name, string? Value)> fields
    ) =>
        SignInPageFrame.Page(
            "Permissions requested: review for your organization",
            null,
            SignInPageFrame.Form(
                action,
                $"""
                <p><strong>{HtmlEncode(application.Name)}</strong> asks for, in {HtmlEncode(tenant.Name)}:</p>
                <ul>{string.Concat(scopes.Select(scope => $"<li>{HtmlEncode(scope)}</li>"))}</ul>
                <p>If you accept, this app gets access to the specified resources for all users in your organization.</p>
                {string.Concat(fields.Where(field => field.Value is not null).Select(field => SignInPageFrame.Hidden(field.Name, field.Value!)))}
                {SignInPageFrame.Accounts(tenant)}
                <button type="submit" name="{SignInPageFrame.DecisionField}" value="{Accept}">Accept</button>
                {CancelButton}
                """
            )
        ) with
        {
            FormTarget = "http://localhost",
        };

    /// <summary>What an administrator sees who consented by a link that leads nowhere else.</summary>
    public static SignInPage Consented(LabApplication application) =>
        SignInPageFrame.Page("Consent granted", null, $"<p role=\"status\">{HtmlEncode(application.Name)} has the permissions now.</p>");

    /// <summary>Sends the response as a form: by itself where scripts run, with a button where they do not.</summary>
    public static SignInPage Post(AuthorizationTarget target, IEnumerable<KeyValuePair<string, string>> response) =>
        SignInPageFrame.Page(
            "Working...",
            null,
            SignInPageFrame.Form(
                target.RedirectUri,
                $"""
                {string.Concat(response.Select(field => SignInPageFrame.Hidden(field.Key, field.Value)))}
                <p>The app waits for the response of this sign-in.</p>
                <button type="submit">Continue</button>
                """
            ),
            submitsItself: true
        ) with
        {
            FormTarget = Origin(target),
        };

    /// <summary>What a person sees where the application must not be answered.</summary>
    public static SignInPage Refuse(string description) => SignInPageFrame.Page("Sorry, but we're having trouble signing you in.", description, "");

    private static string CancelButton => $"<button type=\"submit\" name=\"{SignInPageFrame.DecisionField}\" value=\"{Cancel}\" formnovalidate>Cancel</button>";

    private static SignInPage Page(BrowserSession session, string title, string? problem, string content)
    {
        var form = SignInPageFrame.Form(
            $"/{session.Request!.Target.Tenant.Id}{AuthorizeEndpoint.ContinuePath}",
            $"{SignInPageFrame.Context(session)}\n{content}"
        );
        return SignInPageFrame.Page(title, problem, form) with { FormTarget = Origin(session.Request.Target) };
    }

    private static string Origin(AuthorizationTarget target) => new Uri(target.RedirectUri).GetLeftPart(UriPartial.Authority);
}
