namespace MdeHunting.Lab.Authorize;

/// <summary>A page of the sign-in, whether it tells of a problem, and where else than here its forms may lead.</summary>
internal sealed record SignInPage(string Html, bool HasProblem)
{
    /// <summary>An origin that a form's answer may go to, such as http://localhost:1234; a browser applies this to redirects too.</summary>
    public string? FormTarget { get; init; }

    /// <summary>Whether the page's form sends itself where scripts run.</summary>
    public bool SubmitsItself { get; init; }

    /// <summary>Writes the page so that it can do nothing but be read and filled in.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        var script = SubmitsItself ? $" script-src '{SignInPageFrame.ScriptHash}';" : "";
        var target = FormTarget is null ? "" : $" {FormTarget}";
        response.StatusCode = HasProblem ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src '{SignInPageFrame.StyleHash}';{script} form-action 'self'{target}; frame-ancestors 'none'; base-uri 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        return response.WriteAsync(Html, context.RequestAborted);
    }
}
