using System.Globalization;
using MdeHunting.Lab.Authorize;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.DeviceCode;

/// <summary>
/// The page where a person types the code of a device: code, account, multifactor confirmation, consent. Each step is one form that posts here;
/// what a step may do depends on the session that the earlier ones made, not on what is posted.
/// </summary>
internal sealed class DeviceLoginEndpoint(DeviceSignIns signIns, BrowserSessions sessions)
{
    public const string Path = "/devicelogin";

    private const string Expired = "That code has expired. Go back to your device and ask for a new one.";
    private const string AlreadyUsed = "That code has already been used. Go back to your device and ask for a new one.";

    public Task ShowAsync(HttpContext context) => WriteAsync(context, DeviceLoginPages.EnterCode());

    public async Task SubmitAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var isFirst = form.ContainsKey(DeviceLoginPages.CodeField);
        await WriteAsync(context, isFirst ? EnterCode(form[DeviceLoginPages.CodeField].ToString()) : Continue(form));
    }

    private SignInPage EnterCode(string code)
    {
        if (signIns.FindByUserCode(code) is not { } signIn)
        {
            return DeviceLoginPages.EnterCode("That code didn't work. Check the code and try again.");
        }

        if (signIns.IsExpired(signIn))
        {
            return DeviceLoginPages.EnterCode(Expired);
        }

        if (signIn.Status != DeviceSignInStatus.Pending)
        {
            return DeviceLoginPages.EnterCode(AlreadyUsed);
        }

        return DeviceLoginPages.ChooseAccount(signIn, sessions.Open(userCode: signIn.UserCode));
    }

    private SignInPage Continue(IFormCollection form)
    {
        if (
            sessions.Find(form[SignInPageFrame.ContextField].ToString()) is not { UserCode: { } code } session
            || signIns.FindByUserCode(code) is not { } signIn
        )
        {
            return DeviceLoginPages.EnterCode("That sign-in is over. Enter the code again.");
        }

        if (signIns.IsExpired(signIn))
        {
            return DeviceLoginPages.EnterCode(Expired);
        }

        if (session.Account is null)
        {
            return ChooseAccount(form[SignInPageFrame.AccountField].ToString(), signIn, session);
        }

        return session.IsConfirmed
            ? Decide(form[SignInPageFrame.DecisionField].ToString(), signIn, session, session.Account)
            : Confirm(form[SignInPageFrame.NumberField].ToString(), signIn, session);
    }

    private SignInPage ChooseAccount(string account, DeviceSignIn signIn, BrowserSession session) =>
        signIn.Tenant.FindAccount(account) is { } chosen
            ? DeviceLoginPages.Confirm(sessions.ChooseAccount(session, chosen))
            : DeviceLoginPages.ChooseAccount(signIn, session, "Choose the account to sign in with.");

    private SignInPage Confirm(string number, DeviceSignIn signIn, BrowserSession session) =>
        number.Trim() == session.Number.ToString(CultureInfo.InvariantCulture)
            ? DeviceLoginPages.Decide(signIn, sessions.Confirm(session))
            : DeviceLoginPages.Confirm(session, "That is not the number. Enter the number that is shown.");

    private SignInPage Decide(string decision, DeviceSignIn signIn, BrowserSession session, LabAccount account)
    {
        if (decision is not (DeviceLoginPages.Approve or DeviceLoginPages.Decline))
        {
            return DeviceLoginPages.Decide(signIn, session, "Choose Approve or Decline.");
        }

        sessions.Close(session);
        var isApproved = decision == DeviceLoginPages.Approve;
        return signIns.Decide(signIn.UserCode, account, isApproved) ? DeviceLoginPages.Done(signIn, isApproved) : DeviceLoginPages.EnterCode(AlreadyUsed);
    }

    private static Task WriteAsync(HttpContext context, SignInPage page)
    {
        RequestNote.Of(context).Api = "Identity";
        return page.WriteAsync(context);
    }
}
