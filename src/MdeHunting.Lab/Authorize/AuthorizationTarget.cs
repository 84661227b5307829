using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Authorize;

/// <summary>Where the response to an authorization request may be sent: known to be the application's own.</summary>
/// <param name="Tenant">The tenant that the request came to.</param>
/// <param name="Application">The application that asks.</param>
/// <param name="RedirectUri">The registered address, as the request wrote it.</param>
/// <param name="ResponseMode">query, fragment or form_post.</param>
/// <param name="State">What the application wants back unchanged.</param>
internal sealed record AuthorizationTarget(LabTenant Tenant, LabApplication Application, string RedirectUri, string ResponseMode, string? State);
