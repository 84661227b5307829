using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Entra;

/// <summary>The parameters that a client sends, read with Entra's refusals.</summary>
internal sealed class EntraForm
{
    private readonly Func<string, string?> _read;

    private EntraForm(Func<string, string?> read) => _read = read;

    // A body that is not a form has no parameters: Entra then misses the first one that it needs.
    public static async Task<EntraForm> ReadAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            return new(name => context.Request.Query[name]);
        }

        var fields = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        return new(name => fields[name]);
    }

    public string? Optional(string name) => _read(name) is { Length: > 0 } value ? value : null;

    public string Required(string name) => Optional(name) ?? throw new EntraException(EntraError.MissingParameter(name));

    public bool Has(string name, string value) => _read(name) == value;

    public LabApplication Application(LabTenant tenant)
    {
        var clientId = Required("client_id");
        return tenant.FindApplication(clientId) ?? throw new EntraException(EntraError.ApplicationNotFound(clientId, tenant));
    }

    public RequestedClaims Claims() => RequestedClaims.Parse(Optional("claims"));
}
