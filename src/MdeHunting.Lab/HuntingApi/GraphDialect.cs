using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>Microsoft Graph's runHuntingQuery. https://learn.microsoft.com/graph/api/security-security-runhuntingquery</summary>
internal sealed class GraphDialect(Uri baseAddress, TimeProvider clock) : HuntingDialect(LabResources.Graph, "/v1.0/security/runHuntingQuery")
{
    private const string RequestId = "request-id";
    private const string ClientRequestId = "client-request-id";

    public override TimeSpan TimeLimit => TimeSpan.FromMinutes(3);

    public override string? DefaultTimespan => "P30D";

    // Seen: a gateway's status with an error of the service's own that has no words.
    public override LabServiceError TimedOut => new(StatusCodes.Status504GatewayTimeout, "UnknownError", "");

    // Graph's general guidance on throttling has the header, its list of services that keep to it does not have this one.
    public override bool TellsRetryAfter => false;

    public override string ContentType => "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

    public override void Begin(HttpContext context)
    {
        var id = Guid.NewGuid().ToString();
        context.Response.Headers[RequestId] = id;
        context.Response.Headers[ClientRequestId] = context.Request.Headers[ClientRequestId].ToString() is { Length: > 0 } given ? given : id;
        context.Response.Headers.CacheControl = "no-cache";
    }

    public override string Challenge(Bearer bearer)
    {
        var parameters = $"realm=\"\", authorization_uri=\"{new Uri(baseAddress, "/common/oauth2/authorize")}\", client_id=\"{Resource.AppId}\"";
        if (bearer.Challenge is not { } challenge)
        {
            return $"Bearer {parameters}";
        }

        var other = challenge.NamesAnotherScheme ? $"PoP {parameters}, nonce=\"{Guid.NewGuid():N}\", " : "";
        return $"{other}Bearer {parameters}, error_description=\"{ClaimsChallenge.Description}\", error=\"insufficient_claims\", claims=\"{challenge.Claims}\"";
    }

    public override LabServiceError Refuse(Bearer bearer) =>
        bearer.Problem switch
        {
            BearerProblem.Missing => Unauthorized("Access token is empty."),
            BearerProblem.WrongSignature => Unauthorized("Access token validation failure. Invalid signature."),
            BearerProblem.WrongAudience => Unauthorized("Access token validation failure. Invalid audience."),
            BearerProblem.OutOfTime => Unauthorized("Lifetime validation failed, the token is expired."),
            BearerProblem.UnknownTenant => Unauthorized("Access token validation failure. Invalid issuer."),
            BearerProblem.CalledBack => Unauthorized(ClaimsChallenge.Description),
            BearerProblem.MissingPermission => Forbid(bearer),
            _ => Unauthorized("IDX14100: JWT is not well formed, there are no dots (.). The token needs to be in JWS or JWE Compact Serialization Format."),
        };

    public override LabServiceError UnsupportedMediaType(string? contentType) =>
        new(
            StatusCodes.Status415UnsupportedMediaType,
            "UnsupportedMediaType",
            $"A supported MIME type could not be found that matches the content type of the request. None of the supported type(s) matches '{contentType}'."
        );

    // Documented as Query, declared and once documented as query: this service takes either, and refuses names that it does not have.
    public override LabHuntingRequest ReadBody(JsonElement? body)
    {
        if (body is not { ValueKind: JsonValueKind.Object } parameters)
        {
            throw Bad("Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");
        }

        string? query = null,
            timespan = null;
        foreach (var parameter in parameters.EnumerateObject())
        {
            switch (parameter.Name.ToLowerInvariant())
            {
                case "query":
                    query = Text(parameter);
                    break;
                case "timespan":
                    timespan = Text(parameter);
                    break;
                case "workspaceid":
                    if (Text(parameter) is { } id && !Guid.TryParse(id, out _))
                    {
                        throw Bad($"Cannot convert the literal '{id}' to the expected type 'Edm.Guid'.");
                    }

                    break;
                default:
                    throw Bad($"The parameter '{parameter.Name}' in the request payload is not a valid parameter for the operation 'runHuntingQuery'.");
            }
        }
        return string.IsNullOrWhiteSpace(query) ? throw Bad("The query parameter is missing or empty.") : new(query, timespan);
    }

    protected override Task WriteEnvelopeAsync(HttpContext context, LabServiceError error) =>
        JsonResponse.WriteAsync(
            context,
            new JsonObject
            {
                ["error"] = new JsonObject
                {
                    ["code"] = error.Code,
                    ["message"] = error.Message,
                    ["innerError"] = new JsonObject
                    {
                        ["date"] = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
                        ["request-id"] = context.Response.Headers[RequestId].ToString(),
                        ["client-request-id"] = context.Response.Headers[ClientRequestId].ToString(),
                    },
                },
            },
            error.Status,
            "application/json"
        );

    public override void WriteStart(Utf8JsonWriter writer, HuntingResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("@odata.context", new Uri(baseAddress, "/v1.0/$metadata#microsoft.graph.security.huntingQueryResults").AbsoluteUri);
        WriteSchema(writer, result, "schema", "name", "type");
        writer.WriteStartArray("results");
    }

    public override void WriteRow(Utf8JsonWriter writer, HuntingResult result, object?[] row)
    {
        writer.WriteStartObject();
        for (var index = 0; index < row.Length; index++)
        {
            GraphCellWriter.Write(writer, result.Table.Columns[index], row[index]);
        }

        writer.WriteEndObject();
    }

    private LabServiceErrorException Bad(string message) => new(BadRequest(message));

    private string? Text(JsonProperty parameter) =>
        parameter.Value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => parameter.Value.GetString(),
            _ => throw Bad($"Cannot read the value '{parameter.Value.GetRawText()}' as a quoted JSON string value."),
        };

    private static LabServiceError Unauthorized(string message) => new(StatusCodes.Status401Unauthorized, "InvalidAuthenticationToken", message);
}
