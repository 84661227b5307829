using System.Globalization;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using MdeHunting.Lab.Settings;

namespace MdeHunting.Lab.Authorize;

/// <summary>
/// The authorization endpoint: an application sends a person's browser here and gets a code back by way of it.
/// Only an address that the application registered is ever answered; anything wrong before that is told on a page.
/// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
/// </summary>
internal sealed class AuthorizeEndpoint(BrowserSessions sessions, AuthorizationCodes codes, AccountPolicies policies, LabOptions options)
{
    public const string Path = "/oauth2/v2.0/authorize";
    public const string ContinuePath = "/login";

    public async Task RespondAsync(HttpContext context, LabTenant tenant)
    {
        var form = await EntraForm.ReadAsync(context);
        var target = AuthorizationRequestReader.ReadTarget(form, tenant);
        try
        {
            await BeginAsync(context, AuthorizationRequestReader.Read(form, target));
        }
        catch (EntraException refusal)
        {
            await AuthorizationResponse.RefuseAsync(context, target, refusal.Error);
        }
    }

    public async Task ContinueAsync(HttpContext context, LabTenant tenant)
    {
        var form = await EntraForm.ReadAsync(context);
        var session = form.Optional(SignInPageFrame.ContextField) is { } known ? sessions.Find(known) : null;
        if (session?.Request is not { } request || request.Target.Tenant.Id != tenant.Id)
        {
            await AuthorizePages.Refuse("That sign-in is over. Go back to the app and begin again.").WriteAsync(context);
            return;
        }
        try
        {
            await ContinueAsync(context, form, session, request);
        }
        catch (EntraException refusal)
        {
            sessions.Close(session);
            await AuthorizationResponse.RefuseAsync(context, request.Target, refusal.Error);
        }
    }

    private Task BeginAsync(HttpContext context, AuthorizationRequest request)
    {
        if (options.ApproveSignIns)
        {
            return FinishAsync(context, request, request.HintedAccount ?? request.Target.Tenant.Accounts[0]);
        }

        if (request.Prompt == "none")
        {
            throw new EntraException(AuthorizeErrors.NoSession);
        }

        var session = sessions.Open(request: request);
        return request.Prompt != "select_account" && request.HintedAccount is { } account
            ? AuthorizePages.Confirm(sessions.ChooseAccount(session, account)).WriteAsync(context)
            : AuthorizePages.ChooseAccount(session).WriteAsync(context);
    }

    private Task ContinueAsync(HttpContext context, EntraForm form, BrowserSession session, AuthorizationRequest request)
    {
        var decision = form.Optional(SignInPageFrame.DecisionField);
        if (decision == AuthorizePages.Cancel)
        {
            throw new EntraException(AuthorizeErrors.Cancelled);
        }

        if (session.Account is null)
        {
            return ChooseAccount(form.Optional(SignInPageFrame.AccountField), session, request).WriteAsync(context);
        }

        if (!session.IsConfirmed)
        {
            return Confirm(form.Optional(SignInPageFrame.NumberField), session).WriteAsync(context);
        }

        if (decision != AuthorizePages.Accept)
        {
            return AuthorizePages.Decide(session, "Choose Accept or Cancel.").WriteAsync(context);
        }

        sessions.Close(session);
        return FinishAsync(context, request, session.Account);
    }

    private SignInPage ChooseAccount(string? account, BrowserSession session, AuthorizationRequest request) =>
        account is not null && request.Target.Tenant.FindAccount(account) is { } chosen
            ? AuthorizePages.Confirm(sessions.ChooseAccount(session, chosen))
            : AuthorizePages.ChooseAccount(session, "Choose the account to sign in with.");

    private SignInPage Confirm(string? number, BrowserSession session) =>
        number?.Trim() == session.Number.ToString(CultureInfo.InvariantCulture)
            ? AuthorizePages.Decide(sessions.Confirm(session))
            : AuthorizePages.Confirm(session, "That is not the number. Enter the number that is shown.");

    private Task FinishAsync(HttpContext context, AuthorizationRequest request, LabAccount account)
    {
        policies.CheckSignIn(account, LabFlows.Browser);
        request.Scopes.Grant(request.Target.Application);
        return AuthorizationResponse.SendAsync(context, request.Target, [new("code", codes.Create(request, account))]);
    }
}
