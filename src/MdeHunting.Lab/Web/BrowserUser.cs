using System.Net;

namespace MdeHunting.Lab.Web;

/// <summary>
/// Does on the sign-in page what a person in a browser does: reads the page, fills in the form that is there, presses a button, goes where the
/// answer leads. It knows no more of the server than the page shows.
/// </summary>
/// <param name="browser">A client that trusts the lab's certificate and leaves redirects to this class.</param>
/// <param name="userPrincipalName">The account to sign in with.</param>
public sealed class BrowserUser(HttpClient browser, string userPrincipalName)
{
    private const int MostReloads = 100;
    private static readonly TimeSpan ReloadPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Enters a device's code, signs in and approves; gives what the last page says.</summary>
    /// <exception cref="LabPageException">A page shows a problem, such as a code that is wrong or too old.</exception>
    public Task<string> ApproveAsync(Uri verificationUri, string userCode, CancellationToken token = default) =>
        FinishAsync(verificationUri, userCode, "approve", token);

    /// <summary>Enters a device's code, signs in and declines; gives what the last page says.</summary>
    /// <exception cref="LabPageException">A page shows a problem, such as a code that is wrong or too old.</exception>
    public Task<string> DeclineAsync(Uri verificationUri, string userCode, CancellationToken token = default) =>
        FinishAsync(verificationUri, userCode, "decline", token);

    /// <summary>Signs in at an authorize address, accepts, and takes the response to the application; gives the page that it answers with.</summary>
    /// <exception cref="LabPageException">A page shows a problem, such as an address that is not the application's.</exception>
    public Task<string> AcceptAsync(Uri authorizeUri, CancellationToken token = default) => DeliverAsync(authorizeUri, "accept", token);

    /// <summary>Cancels at an authorize address, and takes the response to the application; gives the page that it answers with.</summary>
    /// <exception cref="LabPageException">A page shows a problem, such as an address that is not the application's.</exception>
    public Task<string> CancelAsync(Uri authorizeUri, CancellationToken token = default) => DeliverAsync(authorizeUri, "cancel", token);

    /// <summary>Goes through the pages as far as the response to the application, which is not sent: a GET, or a POST where there are fields.</summary>
    internal async Task<LabBrowserResponse> RespondAsync(Uri authorizeUri, string decision, CancellationToken token = default)
    {
        var (address, page) = await OpenAsync(authorizeUri, "", decision, token);
        if (IsOutside(authorizeUri, address))
        {
            return new(address, null);
        }

        if (HtmlForm.Find(page) is not { } form)
        {
            throw new LabPageException("The page has neither a form nor an outcome.");
        }

        return new(new Uri(form.Action), FillIn(form, page, "", decision));
    }

    /// <summary>Consents for the tenant; gives what the last page says.</summary>
    internal Task<string> ConsentAsync(Uri address, CancellationToken token = default) => FinishAsync(address, "", "accept", token);

    private async Task<string> DeliverAsync(Uri authorizeUri, string decision, CancellationToken token)
    {
        var redirect = await RespondAsync(authorizeUri, decision, token);
        using var response = await SendAsync(redirect, token);
        return await response.Content.ReadAsStringAsync(token);
    }

    // MSAL opens the browser first and listens then, for which this person may be too quick; they reload the page.
    private async Task<HttpResponseMessage> SendAsync(LabBrowserResponse response, CancellationToken token)
    {
        for (var reloads = 0; ; reloads++)
        {
            try
            {
                return response.Fields is null
                    ? await browser.GetAsync(response.Address, token)
                    : await browser.PostAsync(response.Address, new FormUrlEncodedContent(response.Fields), token);
            }
            catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError && reloads < MostReloads)
            {
                await Task.Delay(ReloadPause, token);
            }
        }
    }

    private async Task<string> FinishAsync(Uri first, string userCode, string decision, CancellationToken token)
    {
        var (_, page) = await OpenAsync(first, userCode, decision, token);
        return HtmlForm.TextOf(page, "[role=status]") ?? throw new LabPageException("The page has neither a form nor an outcome.");
    }

    // From page to page, until one has no form of this server's any more or a redirect leads away from it.
    private async Task<(Uri Address, string Page)> OpenAsync(Uri first, string userCode, string decision, CancellationToken token)
    {
        var response = await browser.GetAsync(first, token);
        while (true)
        {
            using var current = response;
            if (current.StatusCode == HttpStatusCode.Found)
            {
                return (new Uri(first, current.Headers.Location!), "");
            }

            var page = await current.Content.ReadAsStringAsync(token);
            if (HtmlForm.TextOf(page, "[role=alert]") is { } problem)
            {
                throw new LabPageException(problem);
            }

            if (HtmlForm.Find(page) is not { } form || IsOutside(first, new Uri(first, form.Action)))
            {
                return (first, page);
            }

            response = await browser.PostAsync(new Uri(first, form.Action), new FormUrlEncodedContent(FillIn(form, page, userCode, decision)), token);
        }
    }

    private static bool IsOutside(Uri server, Uri address) => server.GetLeftPart(UriPartial.Authority) != address.GetLeftPart(UriPartial.Authority);

    private Dictionary<string, string> FillIn(HtmlForm form, string page, string userCode, string decision)
    {
        var values = new Dictionary<string, string>();
        foreach (var field in form.Fields.Where(field => field.Name is not null))
        {
            var value = field.Type switch
            {
                "hidden" => field.Value,
                "text" => HtmlForm.TextOf(page, "[id=shown-number]") ?? userCode,
                "radio" when string.Equals(field.Value, userPrincipalName, StringComparison.OrdinalIgnoreCase) => field.Value,
                "submit" when field.Value == decision => field.Value,
                _ => null,
            };
            if (value is not null)
            {
                values[field.Name!] = value;
            }
        }
        return values;
    }
}

/// <summary>What a browser takes from the sign-in to the application: an address, and the fields where it is a form.</summary>
internal sealed record LabBrowserResponse(Uri Address, IReadOnlyDictionary<string, string>? Fields);

/// <summary>The sign-in page showed a problem; the message is what the page says.</summary>
public sealed class LabPageException(string message) : Exception(message);
