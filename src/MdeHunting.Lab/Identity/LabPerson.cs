namespace MdeHunting.Lab.Identity;

/// <summary>
/// Does on the sign-in page what a person in a browser does: reads the page, fills in the form that is there, presses a button.
/// It knows no more of the server than the page shows.
/// </summary>
/// <param name="browser">A client that trusts the lab's certificate.</param>
/// <param name="userPrincipalName">The account to sign in with.</param>
public sealed class LabPerson(HttpClient browser, string userPrincipalName)
{
    /// <summary>Signs in and approves; gives what the last page says.</summary>
    /// <exception cref="LabPageException">A page shows a problem, such as a code that is wrong or too old.</exception>
    public Task<string> ApproveAsync(Uri verificationUri, string userCode, CancellationToken cancellationToken = default) =>
        SignInAsync(verificationUri, userCode, "approve", cancellationToken);

    /// <summary>Signs in and declines; gives what the last page says.</summary>
    /// <exception cref="LabPageException">A page shows a problem, such as a code that is wrong or too old.</exception>
    public Task<string> DeclineAsync(Uri verificationUri, string userCode, CancellationToken cancellationToken = default) =>
        SignInAsync(verificationUri, userCode, "decline", cancellationToken);

    private async Task<string> SignInAsync(Uri verificationUri, string userCode, string decision, CancellationToken cancellationToken)
    {
        using var first = await browser.GetAsync(verificationUri, cancellationToken);
        var page = await first.Content.ReadAsStringAsync(cancellationToken);
        while (HtmlForm.Find(page) is { } form)
        {
            var answers = FillIn(form, page, userCode, decision);
            using var next = await browser.PostAsync(new Uri(verificationUri, form.Action), new FormUrlEncodedContent(answers), cancellationToken);
            page = await next.Content.ReadAsStringAsync(cancellationToken);
            if (HtmlForm.TextOf(page, "role=\"alert\"") is { } problem) throw new LabPageException(problem);
        }
        return HtmlForm.TextOf(page, "role=\"status\"") ?? throw new LabPageException("The page has neither a form nor an outcome.");
    }

    private Dictionary<string, string> FillIn(HtmlForm form, string page, string userCode, string decision)
    {
        var answers = new Dictionary<string, string>();
        foreach (var field in form.Fields.Where(field => field.Name is not null))
        {
            var answer = field.Type switch
            {
                "hidden" => field.Value,
                "text" => HtmlForm.TextOf(page, "id=\"shown-number\"") ?? userCode,
                "radio" when string.Equals(field.Value, userPrincipalName, StringComparison.OrdinalIgnoreCase) => field.Value,
                "submit" when field.Value == decision => field.Value,
                _ => null,
            };
            if (answer is not null) answers[field.Name!] = answer;
        }
        return answers;
    }
}
