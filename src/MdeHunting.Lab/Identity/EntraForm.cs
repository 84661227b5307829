using System.Text.Json;

namespace MdeHunting.Lab.Identity;

/// <summary>The form that a client posts, read with Entra's refusals.</summary>
internal sealed class EntraForm
{
    private readonly IFormCollection _fields;

    private EntraForm(IFormCollection fields) => _fields = fields;

    // A body that is not a form has no parameters: Entra then misses the first one that it needs.
    public static async Task<EntraForm> ReadAsync(HttpContext context) =>
        new(context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty);

    public string Required(string name) =>
        _fields[name].ToString() is { Length: > 0 } value ? value : throw new EntraException(EntraError.MissingParameter(name));

    public bool Has(string name, string value) => _fields[name] == value;

    public LabApplication Application(LabTenant tenant)
    {
        var clientId = Required("client_id");
        var application = tenant.FindApplication(clientId) ?? throw new EntraException(EntraError.ApplicationNotFound(clientId, tenant));
        return application.IsPublicClient ? application : throw new EntraException(EntraError.NotPublicClient);
    }

    /// <summary>The client capabilities in the "claims" parameter: {"access_token":{"xms_cc":{"values":["cp1"]}}}.</summary>
    public IReadOnlyList<string> Capabilities()
    {
        if (_fields["claims"].ToString() is not { Length: > 0 } claims) return [];
        try
        {
            using var document = JsonDocument.Parse(claims);
            return document.RootElement.TryGetProperty("access_token", out var accessToken)
                && accessToken.TryGetProperty("xms_cc", out var capabilities)
                && capabilities.TryGetProperty("values", out var values)
                ? [.. values.EnumerateArray().Select(value => value.GetString()!)]
                : [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new EntraException(EntraError.Malformed);
        }
    }
}
