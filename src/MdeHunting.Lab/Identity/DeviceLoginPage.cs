namespace MdeHunting.Lab.Identity;

/// <summary>A page of the sign-in, and whether it tells of a problem.</summary>
internal sealed record DeviceLoginPage(string Html, bool HasProblem);
