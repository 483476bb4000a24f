using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>Answers a refused request with a problem, and records the refusal in the audit.</summary>
internal interface IRefusalWriter
{
    /// <summary>Writes the status, the header Retry-After where there is a time, and the problem. Other headers are there already.</summary>
    /// <param name="context">The request. Its user is whoever is not allowed, or nobody.</param>
    /// <param name="status">401, 403, 429 or 503.</param>
    /// <param name="id">The problem's id.</param>
    /// <param name="detail">The problem's detail.</param>
    /// <param name="retryAfter">After what time another attempt makes sense, to be rounded up to seconds; null: no such header.</param>
    Task WriteAsync(HttpContext context, int status, ErrorId id, string detail, TimeSpan? retryAfter);
}
