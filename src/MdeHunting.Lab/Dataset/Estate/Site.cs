namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>An office: its clock, its address on the internet and its private network's first three numbers.</summary>
internal sealed record Site(string City, string Country, TimeSpan UtcOffset, string PublicIP, string Network);
