using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>Answers a refused request with a problem, and records the refusal in the audit.</summary>
internal interface IRefusalWriter
{
    /// <summary>Writes the problem, with the header Retry-After where a retry helps. Other headers are there already.</summary>
    /// <param name="context">The request. Its user is whoever is not allowed, or nobody.</param>
    /// <param name="id">The problem's id.</param>
    /// <param name="detail">The problem's detail.</param>
    /// <param name="retryAfter">After what time, to be rounded up to seconds; null where nothing better is known.</param>
    Task WriteAsync(HttpContext context, ErrorId id, string detail, TimeSpan? retryAfter);
}
