using System.Globalization;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>
/// Microsoft Graph's list of a tenant's hunting tables, in its beta: a page at a time, as its collections are.
/// https://learn.microsoft.com/graph/api/security-security-gethuntingschematables
/// </summary>
internal sealed class SchemaEndpoint(GraphDialect dialect, BearerCheck bearers, TenantData data, Uri baseAddress)
{
    private const string Path = "/beta/security/getHuntingSchemaTables";
    private const int PageSize = 25;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, RespondAsync);

    private async Task RespondAsync(HttpContext context)
    {
        var note = RequestNote.Of(context);
        note.Api = dialect.Resource.Name;
        dialect.Begin(context);
        var bearer = await bearers.CheckAsync(context.Request.Headers.Authorization, dialect.Resource);
        note.Tenant = bearer.Tenant?.Id.ToString();
        if (bearer.Problem is not null)
        {
            var error = dialect.Refuse(bearer);
            if (error.Status == StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers.WWWAuthenticate = dialect.Challenge(bearer);
            }

            await dialect.WriteErrorAsync(context, error);
            return;
        }

        var skip = int.TryParse(context.Request.Query["$skip"], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
        var tables = data.Of(bearer.Tenant!).All.Tables.Values.OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        await JsonResponse.WriteAsync(context, Page(tables, skip), StatusCodes.Status200OK, dialect.ContentType);
    }

    private JsonObject Page(List<KqlTable> tables, int skip)
    {
        var page = new JsonObject
        {
            ["@odata.context"] = new Uri(baseAddress, "/beta/$metadata#Collection(microsoft.graph.security.huntingSchemaTable)").AbsoluteUri,
            ["value"] = new JsonArray([.. tables.Skip(skip).Take(PageSize).Select(Table)]),
        };
        if (skip + PageSize < tables.Count)
        {
            page["@odata.nextLink"] = new Uri(baseAddress, $"{Path}?$skip={skip + PageSize}").AbsoluteUri;
        }

        return page;
    }

    private static JsonObject Table(KqlTable table) =>
        new()
        {
            ["name"] = table.Name,
            ["description"] = "",
            ["columns"] = new JsonArray([
                .. table.Columns.Select(column => new JsonObject
                {
                    ["name"] = column.Name,
                    ["dataType"] = column.Type.ToWireName(),
                    ["description"] = "",
                }),
            ]),
        };
}
